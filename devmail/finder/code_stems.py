"""The beginnings and ends of words of many languages that tell what a number is."""

from devmail.finder.code_kinds import Kind

BEGINNINGS = {
    Kind.PROVING_CODE: """
        engångsk verifieringsk bekräftelsek inloggningsk säkerhetsk engangsk bekræftelsesk sikkerhedsk
        sikkerhetsk verifikationsk verifiseringsk vahvistusk kertakäyttök turvak todennusk tunnistusk
        kirjautumisk ellenőrzők""",
    Kind.CODE: """
        κωδικ kodunuz kodumuz koodi kódj kódo""",
    Kind.ONCE: """
        einmal одноразов temporä temporal jednoraz jednoráz jednokrat engång engang tempor provis provv
        egyszer kertakäy eenmal éénmal vienkart vienreiz ühekord еднократ""",
    Kind.OFFER: """
        voucher coupon promo промо rabat gutsch descuen descont réduc reduc indirim купон kupon korting
        знижк скидк bonus redeem einlös canjea cheaper sconti rabais cupón cupom buono alennus kedvezm slev
        zľav reducere geschenk подаро подару prezent darčk dárk hediye hadiah khuyến angebot ofert""",
    Kind.NO_CODE: """
        postal postle postco postnu postan почтов поштов zipc countryc barc strichc qrcod refer parrain
        empfehl indicaç buchung booking reserv réserv prenot rezerv бронир бронь брони бронюв varau varaus
        bokning boeking booket bestillingsn foglal pemesan tracking track rastre segui sendung tracc tracz
        śledz suivi verfolg відст отслеж sledov sporing spårning error erreur fehler ошибк помилк błęd hiba
        virhe kesalah kargo teslim licen lizenz lisans licens лиценз ліценз backup sicherung respaldo
        secours riserva yedek резерв varmuusk zálož fiscal steuer impôt guichet abhol retrait recog ritiro
        retiro retirad получени выдач odbior odbiór afhaal ophaal uthämt avhämt hämtn henteko afhent uthent
        nouto výdej vyzved vyzdvih átvét ridicar отриманн видач pengambil παραλαβ серie serie invit
        einladung zaprosz convit paket parcel paczk paczek colis zásil zasil przesyłk küldem посылк посилк
        відправлен отправлени lieferu livrais consegna consegn bezorg leverans levering toimitus dostaw
        doruč kézbes livrăr достав pengiriman courier kurier spedizion encomenda pacchet lähety meeting
        konferen confér vergader kokous spotka schůz встреч зустріч toplant appoint wizyt rendezv türcode
        zugangst eingang portier digicod braman brama dveř подъезд schließf spind casier consigne taquill
        armário armadiet skåpkod lokero skříň skrytk schowk ячейк постамат поштомат candado cadenas
        lucchetto kłódk zámek riasztó alarm rezerw polec poczt chyb csomag eroar poștal poştal курьер
        водител εκπτωτ έκπτω kurýr futár gebyr certif zertif credential""",
    Kind.CHECK: """
        verif vérif weryf провер перевір верифік верифиц التحق تحقق للتحقق doğrul verific επαλήθ ověřo ověře
        overo overe ellenőr auten authen аутент автент tunnist todenn tunnust prüfc prüfz kontrollko
        kontrolko legitim controle validar validac validaç valider validati autent""",
    Kind.CONFIRMED: """
        confirm confer bestätig bestaetig potwierd подтв підтв bekräft bekræft bekreft vahvist megerős
        επιβεβ potvrd access acced accéd accès acces acess zugangs patvirt apstip kinnitus bevestig konfirm
        потвърж potvrz azonosít toegang تأكيد التأكيد autoriz autoris authoriz authoris approve approving
        freigeb freizugeb zatwierd schvál одобр onay""",
    Kind.THIS: """
        authorizat authorisat autorizac autorizaç autorizzaz autorisat autorisier autorizař авторизац""",
    Kind.PASSWORD: """
        salasan wachtwoord jelsz lozink парол hasł hesl lösenord adgangskod passord""",
    Kind.SOON: """
        minut minuut минут хвилин dakika daki menit λεπτ perci percen percb""",
    Kind.PROOF: """
        secur sécur segur sicherh sicur siguran sign-i anmeld freigabec connex conex inici identi logow
        logowan zalogow безопа безпек güvenl الدخول الأمان تسجيل tillfäl veilig inlog inloggn logga přihláš
        prihlás kirjaut inloggen belép bejelent activat aktivier activac ativaç attivaz activer aktivac
        aktywac recover entsperr registr freisch אימות כניסה התחבר verifik xác đăng parool säkerhets
        sikkerhe turvallis регистр реєстр восстан віднов bezpečn bezpiecz biztonság biztons ασφάλ ασφαλ
        σύνδεσ εισόδ conectar siguranț masuk keamanan reset zurücksetz zurueck réinit reinit restablec
        restaur redefin reimpost ripristin herstel återställ nulstil tilbakestill palautt zreset odzysk
        obnov visszaáll сброс скидан sıfırla aktiver aktivač aktivas активац активир login innlogg inlogg
        pålogg přihlaš prihlas prijav acessar beveilig האימ האבטח אבטח הכניס הזדהות inscri iscriz cadastr
        rejestr kayıt rekister tilmeld aanmeld enregist""",
    Kind.END: """
        ending endet endend terminé terminad terminan terminat finisce заканч оканч""",
    Kind.ACCOUNT: """
        account konto compte cuenta conta účet účtu számlasz рахунк аккаунт акаунт hesab λογαριασμ fiók""",
    Kind.LABEL: """
        client klient kunde kunden klant kundn asiaka zákazn müşter custom artik product produ serial serien
        order bestell auftrag command comand pedido ordine orden objedn zamów zamow sipariş beställ bestill
        tilaus rendel замовл pesanan παραγγ invoice rechnung factur faktur fattur fatura laskun számla рахун
        phone telef teléf télép téléph puhelin hotline vorgang dossier mitglied member membre socio
        statement auszug estratto extrato выписк amount betrag montan import kwota belopp price preis prix
        precio preço prezzo version durchwahl extension zähler compteur contador meter konten transac
        transak operac operaz транзак referen référen referans rujukan aktenz kassenz ticketn wagen abteil
        policen polizz polis police identifikát identifikator identyfikat identifiant identificativ
        identificador""",
}
"""Beginnings of words, of four letters or more; of two that fit, the longer one counts."""
PASSWORDS = ("passwort", "kennwort", "lösenord", "adgangskode", "wachtwoord", "jelszó", "salasana")
"""Ends of words for a password."""
ENDINGS = (
    *("code", "codes", "kode", "kod", "koden", "kód", "kódot", "kódja", "koodi", "koodin", "kood"),
    *("tan", "pin", *PASSWORDS),
)
"""Ends of words for a code."""
NUMBERS = ("nummer", "nummern", "nummeret", "numret", "numer", "numero", "nro", "szám", "száma", "számod")
"""Ends of words for the number of something."""
ENDINGS_OF_MANY_WORDS = ("tan", "pin")
"""Those of them that are meant only where the word begins with what a code is for."""
NOT_SO = frozenset(("barcode", "zipcode", "postcode", "encode", "decode", "unicode", "episode"))
"""Words that only end so."""
