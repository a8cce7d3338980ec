"""The words of many languages that tell what a number is, by what they say of it."""

import re

from devmail.finding.code_kinds import Kind

WORDS = {
    Kind.CODE: """
        code pin otp passcode tan token cod codul codului mã codi código codigo codice kod kodu kodun
        kodunu kodunuz kodunuzu kodem kodzie kód kódja kódod kódot kódu kódem kood koodi koodisi koodin
        koodia kode kodi koden kodas kodą kods kodea код кода кодом коду коды пин пін пинкод κωδικός
        κωδικό رمز الرمز رمزك رمزكم كود الكود کد קוד הקוד clave nip smstan pushtan mtan կոդ კოდი""",
    Kind.PASSWORD: """
        password passwort kennwort passe contraseña senha пароль пароля şifre şifreniz şifrenizi parola
        parolanız wachtwoord hasło lösenord adgangskode passord heslo jelszó salasana sandi المرور סיסמה
        סיסמא palavra chave key keyword schlüssel clé chiave llave ключ klucz nyckel anahtar مفتاح secret""",
    Kind.ONCE: """
        one-time onetime temporary einmalig einmaliges einmaliger usage monouso tekrar kullanımlık único
        única unique once engangs jednorazowy jednorazowe jednorazowego jednorázový jednorázové egyszeri
        eenmalig eenmalige éénmalig kertakäyttöinen مرة solo sekali פעמית פעמי""",
    Kind.OFFER: """
        promo gift sale discount checkout off sconto promotion promotional voucher coupon deal save saving
        savings خصم الخصم קופון הנחה giảm диск""",
    Kind.NO_CODE: """
        zip qr bar dress country area error exit status http source sort swift bic item region dial
        dialling penal civil morse colour color hex review pickup pick-up collection locker door gate
        entry meeting webinar conference wifi membership store shop branch department cost charge approval
        autoris approv build מיקוד""",
    Kind.LABEL: """
        tel fax fon tél tlf тел iban blz ref réf vat isbn sku po box plz cap cep id line room seat train
        flight vol vuelo volo voo rejs рейс card visa mastercard carta cartão karte kort kortet karta
        karty kartı kart карта карты карте host localhost port pr ticket case nif cif inn инн кпп siren
        siret rcs kvk ičo dič cnpj cpf nit hrb заказ заказа заказу счёт счет трек индекс сумма рублей
        الطلب هاتف البطاقة المبلغ بטלפון טלפון הזמנה כרטיס đơn call raum zimmer salle sala gleis wagen tax
        meter""",
    Kind.NUMBER: """
        number numbers numéro número numero nummer номер nr no nº num numara numarası numaranız رقم الرقم
        מספר số nomor numer číslo szám numărul αριθμός digits ziffern chiffres cifras dígitos cifre цифры""",
    Kind.IS: """
        is ist lautet est es é è jest to är er je adalah ialah là هو هي είναι это as als comme como come
        jako som olarak este yra""",
    Kind.ENTER: """
        enter entering type typing use using input submit paste copy quote provide supply fill insert put
        present with gib geben eingeben gebe verwende verwenden nutze nutzen tippe tippen tragen eintragen
        mit saisissez entrez utilisez saisir tapez composez renseignez indiquez recopiez avec introduce
        introduzca ingresa ingrese ingresá usa utiliza escribe escriba teclea teclee pon con digite insira
        informe coloque preencha inserisci digita immetti scrivi inserire введите ввести используйте
        наберите укажите впишите girin giriniz girerek kullanın yazın voer vul gebruik toets met wpisz
        użyj wprowadź podaj przepisz ange använd skriv indtast brug bruk tast syötä käytä anna zadejte
        použijte opište masukkan gunakan ketik nhập أدخل استخدم اكتب إدخال ادخل הזן הזינו הקלד הקלידו
        введіть вкажіть εισάγετε χρησιμοποιήστε introduceți folosiți adja írja""",
    Kind.PROOF: """
        sign sign-in sign-up signing log log-in login logging guard sms sudo device 2fa mfa tfa identity
        identität identité identidad anmelden einloggen авторизации входа вход войти giriş""",
    Kind.YOURS: """
        your my this the these following below die diese diesen dieser folgende folgenden ce cette suivant
        suivante el estos los la les le questo ihr ihre dein deine votre ton ta tu su sua seu tuo il twój
        twoje din ditt uw jouw ваш твой vaš váš""",
    Kind.OF: """
        de di du da do d del dell della des der van""",
    Kind.NOT: """
        previous old earlier ancien anterior precedente vorherige прежний never not don't do'nt dont
        doesn't didn't won't cannot can't nobody nie niemals niemandem kein keine keinen nicht jamais ne
        aucun nunca jamás não никогда не никому mai non nessuno asla kimseyle kimseye paylaşmayın لا لن
        nooit niet niemand nigdy aldrig inte ikke älä koskaan nikdy nikomu soha nu jangan không לעולם אל
        लन without ohne sans sin sem senza bez expired abgelaufen expiré caducado expirado scaduto истёк""",
}
"""Whole words, in lower case."""
BEGINNINGS = {
    Kind.CODE: """
        engångsk verifieringsk bekräftelsek inloggningsk säkerhetsk engangsk bekræftelsesk sikkerhedsk
        vahvistusk kertakäyttök turvak todennusk κωδικ""",
    Kind.ONCE: """
        einmal одноразов temporä jednoraz jednoráz engång engang tempor provis""",
    Kind.OFFER: """
        voucher coupon promo промо rabat gutsch descuen descont réduc reduc indirim купон kupon korting
        знижк скидк bonus redeem einlös canjea cheaper sconti rabais cupón cupom buono alennus kedvezm
        slev zľav reducere""",
    Kind.NO_CODE: """
        postal postle postco postnu postan почтов поштов zipc countryc barc strichc qrcod refer parrain
        empfehl indicaç buchung booking reserv prenot rezerv бронир брон varau varaus bokning tracking
        track rastre segui sendung tracc tracz śledz suivi verfolg відст отслеж error erreur fehler ошибк
        kargo licen lizenz backup sicherung respaldo secours riserva yedek резерв fiscal steuer impôt
        guichet ending endet endend terminé terminad terminan terminat finisce заканч оканч abhol retrait
        recog ritiro получен выдач odbior afhaal serie invit einladung""",
    Kind.CHECK: """
        verif vérif weryf провер التحق تحقق للتحقق doğrul verific επαλήθ ověřo overo ellenőr auten authen""",
    Kind.PROOF: """
        confirm secur sécur segur sicherh sicur access accès acces acess autent sign-i anmeld bestätig
        connex conex inici identi potwierd logow подтв безопа onay güvenl تأكيد الدخول تسجيل επιβεβ potvrd
        megerős bekräft bekræft bekreft tillfäl veilig inlog inloggn utiliz activat aktivier activac
        ativaç attivaz activer recover entsperr registr freisch vahvist kirjaut אימות כניסה התחבר verifik
        xác đăng autentic parool""",
    Kind.LABEL: """
        client kunde kunden klant klient asiaka zákazn müşter custom artik product produ serial serien
        order bestell auftrag command pedido ordine orden objedn zamów zamow sipariş beställ tilaus rendel
        замовл pesanan invoice rechnung factur faktur fattur fatura laskun paket parcel colis phone telef
        télép telep hotline vorgang dossier account konto compte cuenta conta mitglied member membre socio
        statement auszug estratto extrato выписк amount betrag montan import kwota belopp price preis prix
        precio preço prezzo version durchwahl extension zähler compteur contador meeting konten transac
        operac operaz referen référen aktenz kassenz""",
}
"""Beginnings of words, of four letters or more."""
PASSWORDS = ("passwort", "kennwort", "lösenord", "adgangskode", "wachtwoord")
"""Ends of words for a password."""
ENDINGS = ("code", "kode", "kod", "koden", "kód", "koodi", "kood", "tan", "pin", *PASSWORDS)
"""Ends of words for a code."""
NOT_SO = frozenset(("barcode", "zipcode", "postcode", "encode", "decode", "unicode", "spin"))
"""Words that only end so."""

# What a code is for, as it is written before its name.
_JA = (
    r"認証|確認|検証|暗証|本人|ログイン|サインイン|セキュリティ|アクセス|ワンタイム|登録|パス|"
    r"ピン|照合|再?設定|リセット|変更|解除|連携|承認|一時|仮"
)
_ZH = (
    r"[验驗][证證]|校[验驗]|[动動][态態]|[认認][证證]|[确確][认認]|安全|登[录錄入]|"
    r"[识識][别別]|激活|授[权權]|身份|一次性"
)
_WITHIN_TEXT = {
    Kind.CODE: r"""
        (?:<JA>)(?:用の?)?(?:コード|番号|キー|ナンバー) ワンタイムパスワード [桁ケ]の?(?:コード|番号|数字)
        暗証番号 (?:<ZH>)(?:代?[码碼]|密[码碼]|口令) 口令 位[数數]字
        (?:인증|확인|보안|로그인|접속|승인)\s?(?:번호|코드|키) 일회용\s?(?:비밀번호|코드|번호) 핀\s?번호
        자리\s?(?:숫자|번호|코드) รหัส(?!ไปรษณีย์|ส่วนลด|สินค้า) कोड ओटीपी पिन(?!\s?कोड) কোড গোপন குறியீடு
        కోడ్""",
    Kind.OFFER: r"""
        クーポン プロモ 割引 優待 ギフト 引換 [优優]惠 折扣 [邀请請]{2}[码碼] [兑兌][换換] 推[荐薦][码碼]
        쿠폰 할인 추천 초대 프로모션 상품권 기프트 รหัสส่วนลด कूपन""",
    Kind.PASSWORD: r"""
        パスワード 密[码碼] 비밀번호""",
    Kind.NO_CODE: r"""
        (?:(?!<JA>|[上下左]記|以下|新)[ァ-ヶー一-龠A-Z]){1,8}コード
        (?:(?!<ZH>|[以如]下|[密的此下列该該是为為入])[一-龠]){1,4}代?[码碼] [邮郵][编編遞政]
        (?:오류|에러|상품|백업|국가|우편|예약|픽업|교환|바|QR|복구)\s?(?:코드|번호) 尾[号號] 末[四4]位
        下4桁 รหัสไปรษณีย์ รหัสสินค้า पिन\s?कोड""",
    Kind.LABEL: r"""
        番号 口座 カード 電話 郵便 〒 予約 請求 金額 合計 便名 [订訂][单單] [编編][号號] [单單][号號]
        [电電][话話] [热熱][线線] 專線 客服 [会會][议議][号號] 金[额額] 店[号號] 序列[号號] 주문 송장 계좌
        카드 전화 고객 우편 예약 금액 번호 โทร ऑर्डर फ़ोन หมายเลข""",
    Kind.IS: r"""
        です は が 为 為 是 은 는 คือ है""",
    Kind.ENTER: r"""
        [输輸]入 [请請]使用 [填][写寫入] 入力 ご記入 打ち込 입력 기입 กรอก""",
    Kind.PROOF: r"""
        <JA> <ZH> 인증 확인 로그인 보안 가입 ยืนยัน सत्याप""",
    Kind.NOT: r"""
        ません ないで 絶対 決して 不要 勿 不会 不會 切勿 任何人 마세요 마십시오 않습니다 절대 ห้าม आपसे""",
}
"""Looked for within the text: written without spaces, or with marks that are no letters."""
WITHIN = {
    kind: "|".join(words.split()).replace("<JA>", _JA).replace("<ZH>", _ZH)
    for kind, words in _WITHIN_TEXT.items()
}
"""The same as patterns."""
PROOF_ITSELF = re.compile(rf"\b(?:otp|[mi]?tan|passcode|2fa|mfa)\b|{_JA}|{_ZH}|인증|확인|보안")
"""Words that are about proving who one is, even as part of a word for a code."""
