"""The words of many languages that tell what a number is, by what they say of it."""

from devmail.finder.code_kinds import Kind

WORDS = {
    Kind.PROVING_CODE: """
        otp tan mtan smstan pushtan otac totp""",
    Kind.CODE: """
        code pin passcode token cod codul codului mã codi código codigo codice kod kodu kodun kodunu kodunuz
        kodunuzu kodumuz kodla kodem kodzie kodzik kodunda kód kódja kódod kódot kódját kódjával kódodat
        kódu kódem kods kodam kood koodi koodisi koodin koodia koodilla koodiasi kode kodi koden kodens
        kodas kodą kodo kodea код кода кодом коду кодот кодът пин пін пинкод пароль-код κωδικός κωδικό
        κωδικού رمز الرمز رمزك رمزكم برمز بالرمز كود الكود کد کود קוד הקוד לקוד קודים clave nip հաստատման
        կոդ კოდი""",
    Kind.PASSWORD: """
        password passwort kennwort passe contraseña senha пароль пароля паролем şifre şifreniz şifrenizi
        şifresi parola parolanız wachtwoord hasło hasłem lösenord adgangskode passord heslo heslem jelszó
        salasana sandi المرور סיסמה סיסמא הסיסמה palavra chave key keyword schlüssel clé chiave llave ключ
        klucz nyckel anahtar مفتاح secret""",
    Kind.DIGITS: """
        digits ziffern chiffres cifras dígitos digitos cifre cijfers siffror siffrorna siffer sifre sifrene
        tal tallene cyfry cyfr číslice číslic numerot cifry számjegy számjegyet цифры цифр цифри ψηφία rakam
        rakamı letters buchstaben lettres letras lettere bokstäver bokstaver litery буквы буквами""",
    Kind.MANY: """
        codes pins códigos codici kody kódy koder коды коди kodlar koodit codurile רמזים רמזי رموز الرموز""",
    Kind.ONCE: """
        one-time onetime single-use temporary einmalig einmaliges einmaliger usage monouso tekrar tek
        kullanımlık único única unique once jednorazowy jednorazowe jednorazowego jednorázový jednorázové
        egyszeri eenmalig eenmalige éénmalig éénmalige kertakäyttöinen مرة solo sekali פעמית פעמי unic unică
        vienkartinis vienreizējs ühekordne jednokratni μίας یکبار لمرة واحدة יחידה""",
    Kind.OFFER: """
        promo gift sale discount checkout off sconto promotion promotional voucher coupon deal save saving
        savings خصم الخصم קופון הנחה giảm диск ajándék cadeau regalo vale""",
    Kind.NO_CODE: """
        zip qr bar dress country area error exit status http source sort swift bic item region dial dialling
        penal civil morse colour color hex review pickup pick-up collection locker door gate entry meeting
        webinar conference wifi wi-fi wlan membership store shop branch department cost charge approval
        autoris approv response return reason result freeze coverage commit prefix host pakke pakken pakkens
        pakkenr building pipeline firing runbook prod merge entrance lobby elevator garage parking boarding
        seat table raffle lottery draw tür tor haustür porte grille portail digicode portier puerta puertas
        portón cancello portone porta portaria deur poort dörr dör dør bramy bramka domofon domofonu drzwi
        dveří dveře ajtó kapu kapı apartman ovi двери дверь домофон домофона подъезд подъезда ворот hämtkod
        avi csomag csomagod toplantı reunión reunião réunion riunione sitzung besprechung möte mötet møde
        møte vergadering spotkania spotkanie schůzky schůzka schůzce встреча встречи конференции зустрічі
        rapat cuộc họp termin termins termine rdv rendez-vous cita afspraak appuntamento wizyta wizyty
        randevu приём прием приёма απόδειξη τιμολόγιο πελάτη υπόθεσης παραγγελίας κράτησης αποστολής
        συνδρομητή καταστήματος ταχυδρομικός προϊόντος σφάλματος παράδοσης משלוח מסירה איסוף חבילה מיקוד
        שגיאה הזמנה استلام توصيل شحنة الشحنة الحجز حجز اجتماع الاجتماع خطأ بريدي البريدي مرجع تتبع التتبع
        receipt receipts ricevuta recibo quittung beleg kvitto kvittering kvittot paragon paragonu rachunek
        чек квитанция makbuz dekont fiş bon biglietto biglietti billete boleto boletos billet bilet bileti
        fahrkarte treno flug safe tresor coffre двора driver courier staff cashier reception counter barrier
        kiosk exam survey share club course wi box padlock fahrer boten livreur chauffeur repartidor
        corriere entregador bezorger bud budet kurir kurierowi курьеру курьера водителю kuryeye interfon awb
        hata hatası davet dolap الاستلام الباب باب الخطأ الدعوة דלת לדלת לשליח hàng chỗ vận lỗi giới cửa
        resi pos avantage amico delivery deliveries shipping default pull changelog comprovante comprobante
        justificatif presale domain epp dns""",
    Kind.END: """
        last letzten letzte derniers dernières últimos últimas ultime ultimi laatste ostatnie ostatnich
        sista siste sidste последние последних останні posledních poslední viimeiset utolsó ultimele""",
    Kind.LABEL: """
        tel fax fon tél tlf тел iban blz ref réf vat isbn sku po plz cap cep id line room train flight vol
        vuelo volo voo rejs рейс card visa mastercard carta cartão karte kort kortet karta karty kartą
        kartou kartı kart kartınız kortti kártya carte cartes carduri tarjeta tarjetas карта карты карте
        картой картка localhost port pr ticket case nif cif inn инн кпп siren siret rcs kvk ičo dič cnpj cpf
        nit hrb заказ заказа заказу счёт счет счета трек индекс сумма рублей الطلب طلب طلبك هاتف البطاقة
        بطاقة بطاقتك المبلغ مبلغ בטלפון טלפון כרטיס סכום đơn call raum zimmer salle sala gleis wagen tax
        meter job build pid chf suite floor desk incident trace podcast correlation msgid fall sag sak
        ärende ügy sprawa like beispiel exemple ejemplo exemplo esempio voorbeeld exempel например напр
        przykład örneğin esimerkiksi""",
    Kind.NUMBER: """
        number numbers numéro número numero nummer номер nr no nº num numara numarası numaranız رقم الرقم
        מספר számú số nomor numer číslo szám számot numărul αριθμός شماره""",
    Kind.IS: """
        is are sind sont ist lautet est es é è jest to je הוא היא är er adalah ialah là هو هي είναι е это це
        as als comme como come jako som olarak este yra است""",
    Kind.ENTER: """
        enter entering type typing use using input submit paste copy quote provide supply fill insert put
        present gib geben eingeben gebe verwende verwenden nutze nutzen tippe tippen tragen eintragen
        saisissez entrez utilisez saisir tapez composez renseignez indiquez recopiez entre saisis introduce
        introduzca introducir ingresa ingrese ingresá ingresar usa utiliza escribe escriba teclea teclee pon
        digite digita insira informe coloque preencha inserisci inserire immetti scrivi введите введи ввести
        вводите используйте наберите укажите впишите girin giriniz gir girerek kullanın kullan yazın yaz
        yazınız voer vul gebruik toets typ wpisz użyj wprowadź podaj przepisz ange använd skriv fyll mata
        indtast brug bruk tast oppgi syötä käytä anna kirjoita zadejte zadajte použijte použite opište
        vložte zadej masukkan gunakan ketik ketikkan nhập أدخل استخدم اكتب إدخال ادخل بإدخال أدخلي הזן הזינו
        הקלד הקלידו להזין הכנס הכניסו введіть вкажіть використайте εισάγετε χρησιμοποιήστε πληκτρολογήστε
        εισαγάγετε introduceți introdu folosiți folosește adja írja add meg használja enter-t въведете
        використовуйте unesite upišite vnesite įveskite ievadiet sisestage وارد""",
    Kind.CONFIRMED: """
        signer signature signing e-sign firmar firma unterschreiben ondertekenen signera podpisać подписать
        imzalamak""",
    Kind.SOON: """
        min mins phút دقائق دقيقة דקות perc percig perce""",
    Kind.PROOF: """
        sign sign-in signin sign-up signup log log-in login logging guard sms sudo device 2fa mfa tfa
        identity two-factor two-step 2-step twofactor zwei-faktor passwordless authenticator identität
        identité identidad anmelden einloggen входа вход войти увійти вхід входу giriş girişi oturum сессии
        connexion inloggen logga logge přihlášení prihlásenie login- entrar acceder accedere accéder تعيين
        الأمان أمان ورود تأیید mật bảo masuk""",
    Kind.YOURS: """
        your my ihr ihre ihren ihrem dein deine deinen votre vos ton ta tu su sua seu teu tuo tua suo il-tuo
        twój twoje twoja pana pani din ditt dit ert uw jouw ваш ваша ваше твой твоя твоє váš vaše tvůj tvoj
        vaš σας σου שלך bạn anda شما""",
    Kind.THIS: """
        this the these email e-mail mail courriel correo following below die der das diese diesen dieser
        dieses folgende folgenden ce cette suivant suivante el estos los la les le questo il deze dette
        detta denna tento ten poniższy следующий этот цей bu şu ini berikut này""",
    Kind.OF: """
        de di du da do d del dell della des van""",
    Kind.WITH: """
        with mit avec con com met med medan s z cu с з ile ilə με""",
    Kind.FOR: """
        for für pour para per voor för til dla pro kwa за для на към za k ke od от до zum zur untuk cho""",
    Kind.NOT: """
        previous old earlier ancien anterior precedente vorherige прежний never not don't do'nt dont doesn't
        didn't won't cannot can't nobody nie niemals niemandem kein keine keinen nicht jamais ne aucun nunca
        jamás não никогда не никому mai non nessuno asla kimseyle kimseye paylaşmayın لا لن nooit niet
        niemand nigdy aldrig inte ikke älä koskaan nikdy nikomu soha jangan không לעולם אל लन without ohne
        sans sin sem senza bez expired abgelaufen expiré caducado expirado scaduto истёк nikdo nikoho nikam
        μην ποτέ ніколи нікому ніхто nimeni niciodată hiçbir vypršel wygasł utgått utløpt udløbet verlopen
        lejárt süresi انتهت""",
}
"""Whole words, in lower case."""
