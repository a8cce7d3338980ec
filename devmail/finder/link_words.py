"""The words of many languages that tell the link to follow from the others."""

import re

from devmail.finder.patterns import Pattern

DOES = Pattern(
    r"melden sie sich|melde dich|"
    r"verif|vérif|confirm|\bsign(?:ing)?[- ]?in|\blog(?:ging)?[- ]?in|\blog on|reset|activat|accept|"
    r"\bjoin\b|invit|magic|unlock|(?:set|choose|create|change) (?:a |your |my )?(?:new )?password|"
    r"authori[sz]e|approve|become an? |yes, |bestätig|bestaetig|anmeld|einlogg|zurücksetz|zuruecksetz|"
    r"aktivier|annehm|beitret|freischalt|passwort (?:ändern|festlegen|vergeben)|connexion|connecter|"
    r"réinitial|reinitial|activer|rejoindre|valider|choisir un (?:nouveau )?mot de passe|iniciar sesión|"
    r"restablec|activar|acept|unirse|unirme|entrar|acceder|verific|redefin|repor\b|ativar|aceit|restaurar|"
    r"accedi|reimposta|attiva|accett|conferm|unisciti|ripristina|подтверд|подтверж|войти|вход|"
    r"смен\w+ парол|сброс|восстанов|активир|принять|присоедин|підтверд|увійти|скинути|відновити|doğrula|"
    r"onayla|sıfırla|giriş yap|etkinleştir|kabul|katıl|yenile|bevestig|inlogg|inlog|herstel|accepteer|"
    r"activeer|potwierd|zaloguj|zresetuj|aktywuj|bekräft|logga in|återställ|bekræft|log ind|bekreft|"
    r"logg inn|vahvista|kirjaudu|potvr|přihl|obnov|megerős|belép|aktivál|potvrd|επιβεβ|επαλήθ|σύνδεση|"
    r"επαναφορ|تأكيد|تسجيل الدخول|تفعيل|إعادة تعيين|قبول|التحقق|אימות|אשר|כניסה|התחבר|איפוס|"
    r"xác (?:minh|nhận)|đăng nhập|đặt lại|konfirmasi|verifikasi|masuk|atur ulang|aktifkan|ยืนยัน|"
    r"เข้าสู่ระบบ|รีเซ็ต|सत्याप|पुष्टि|लॉग\s?इन|確認|認証|ログイン|サインイン|再設定|リセット|承認|参加|"
    r"有効化|登録を完了|本登録|确认|確認|验证|驗證|登录|登錄|登入|重置|重设|重設|激活|啟用|接受|加入|找回|"
    r"(?:complete|finish) (?:your |my )?(?:registration|sign|set)|get started|instellen|ustaw|přijmout|"
    r"受ける|有効に|"
    r"設定新|设置新|设置密|設定密|تعيين|"
    r"megerős|megeros|véglegesít|elfogad|visszaállít|visszaallit|belépés|ověř|over(?:it|eni)|přijm|prijm|"
    r"aktivov|resetea|autentific|aktivoi|nollaa|hyväksy|nulstil|godken|godkän|tilbakestill|aktivera|"
    r"acceptera|przyjmij|zaakceptuj|dołącz|aanvaard|deelnemen|ενεργοπο|αποδοχ|αποδεχ|активу|прийняти|"
    r"приєдна|kích hoạt|chấp nhận|tham gia|aktivasi|terima undangan|ตอบรับ|เปิดใช้งาน|स्वीकार|確定|"
    r"手続きを(?:完了|続)|完了する|绑定|綁定|完成注[册冊]|autorisier|recuperar|acessar|\bentra\b|"
    r"aktiv[eé]r|akceptuj|zweryfik|bejelentkez|conectare|activeaz|קבל|הפעל|אישור|ยอมรับ|가입|"
    r"비밀번호 설정|초대|인증|확인|로그인|재설정|활성화|수락|참여|초기화",
    re.IGNORECASE,
)
"""What a link that logs in, verifies, resets, confirms or accepts is called."""
IS_ABOUT = Pattern(
    r"password|passwort|kennwort|mot de passe|contraseña|senha|palavra-passe|wachtwoord|lösenord|"
    r"adgangskode|passord|salasana|hasł[oa]|hesl[oa]|jelszó|parol[aăeiy]|парол|şifre|κωδικού|كلمة المرور|"
    r"סיסמ|รหัสผ่าน|mật khẩu|kata sandi|पासवर्ड|パスワード|密[码碼]|비밀번호|regist|enregist|inscri|"
    r"cadastr|rejestr|regisztr|регистр|реєстр|rekister|înregistr|tilmeld|kaydı|đăng ký|登録|[注註][册冊]",
    re.IGNORECASE,
)
"""What a link that changes a password or completes a registration is called, whatever it does to it."""
DOES_SOMETHING_ELSE = Pattern(
    r"unsub|opt[-_ ]?out|optout|prefer|privacy|terms|policy|help|support|contact (?:us|support|sales)|"
    r"about|track|order|invoice|receipt|booking|statement|view|review|check|manage|see |read|learn|visit|"
    r"download|shop|store|buy|upgrade|renew|redeem|share|calendar|survey|feedback|not me|wasn.?t me|"
    r"didn.?t|secure (?:my|your)|report|cancel|decline|ignore|faq|blog|abmeld|abbestell|widerruf|"
    r"desinscri|désinscri|désabon|baja|descadastr|cancelar|disiscri|annulla|отпис|отмен|abonelikten|"
    r"afmeld|uitschrij|wypisz|avregistr|avprenumer|afmeld|إلغاء|הסר|配信停止|退会|解除|キャンセル|ヘルプ|"
    r"問い合わせ|明細|注文|退订|退訂|取消|订单|訂單|수신\s?거부|고객센터|주문|취소|"
    r"refer a|teilen|weiterempf|partag|parrain|compart|indique|condivid|поделит|поділит|paylaş|"
    r"udostępn|poleć|sdílet|megoszt|κοινοποί|شارك|שתפ|chia sẻ|bagikan|แชร์|シェア|共有|分享|공유",
    re.IGNORECASE,
)
"""What other links are called."""
DOES_MORE_THAN_THAT = Pattern(
    r"\bhow to\b|\bread\b|\blearn\b|\bwatch\b|"
    r"unsub|opt[-_ ]?out|prefer|privacy|terms|polic|view|review|check|manage|\block\b|not me|wasn.?t|"
    r"didn.?t|secure (?:my|your)|report|cancel|decline|ignore|help|support|activity|avregist|avprenum|"
    r"afmeld|uitschrij|wypisz|disiscri|descadastr|desinscri|abonelikten|h[uủ][yỷ] |berhenti|ยกเลิก|отпис|"
    r"відпис|odhlás|leiratkoz|dezabon|διαγραφ|abmeld|abbestell|widerruf|désinscri|désabon|\bbaja\b|"
    r"cancelar|annulla|отпис|отмен|meeting|webinar|konferen|réunion|reunión|주문|예약|내역|배송|訂單|订单|"
    r"配信停止|退会|解除|キャンセル|明細|(?:取引|注文|内容|詳細|状況|予約|配送|履歴)\S{0,4}確認|退订|退訂|"
    r"取消|수신\s?거부|취소|إلغاء|הסר",
    re.IGNORECASE,
)
"""What makes it another link even beside one of those words."""
LEADS_IN = Pattern(
    r"/(?:acceso|accès|acces|accesso|zugang|toegang|recover|recuperar|auth|login|signin|session|v|"
    r"verify|callback|password|pw|mdp|clave|sso|welcome|onboarding)/|"
    r"[?&](?:token|magic)=",
    re.IGNORECASE,
)
"""What such a link has in its path."""
IF_NOT_YOU = Pattern(
    r"(?:\bnot you\b|n[o'’]t you|n't me|didn't|did not|do not recogni[sz]e|don't recogni[sz]e|"
    r"not request|not (?:recently )?(?:tried|try|attempt|sign)|nicht (?:du|sie)|warst du|waren sie|"
    r"pas vous|n'avez pas|n'êtes pas|no (?:has|fuiste|lo has|reconoce)|não foi|non sei stat|не вы\b|"
    r"не ви\b|sen değilsen|不是[你您]|pas toi|nicht von (?:dir|ihnen)|jij niet|niet (?:van )?(?:jou|"
    r"u)\b|не запрашив|siz değil|心当たり|身に覚え|非本人|不是您|본인이 아니|"
    r"요청하지 않)(?:[^.!?。]{0,80}|(?![^!?]{0,120}(?:ignor|disregard|safely|"
    r"nothing))[^.!?]{0,80}(?:chang|secur|reset|lock|contact)[^!?]{0,140})$",
    re.IGNORECASE,
)
"""What stands before a link for one who did not ask for the mail."""
LEADS_ELSEWHERE = Pattern(
    r"unsub|opt[-_]?out|preferences|/help|/support|/privacy|/terms|/blog|/orders?/|/invoices?/|/track|"
    r"abmeld|abbestell|desinscri|/baja|descadastr|cancel|decline|/j/\d|[?&]pwd=|/commit/|/transactions?/|"
    r"/items?/|/products?/|/reserv|/booking|/shipment|/docs/|/news/|/articles?/|/report|disavow|rsvp|[?&](?:r|response|answer|reply)=(?:yes|no|maybe|accept)|not-?me|"
    r"revoke|/deny|reject|/meeting|/webinar|\.(?:png|gif|jpe?g|css|ico|pdf|ics)$",
    re.IGNORECASE,
)
"""What other links have in their path."""
LEADS_ON = Pattern(
    r"(?:verif|confirm|activat|reset|accept|join|invit|magic|log-?in|sign-?in|auth)[^/?]{0,20}[/?=][^/?]{4}",
    re.IGNORECASE,
)
"""What such a link has in its path, with more after it."""
NAMES_NOTHING = Pattern(
    r"\W*(?:click |klick(?:en sie)? |cliquez |haz clic |clique )?(?:here|hier|ici|aquí|aqui|qui|"
    r"clicca qui|сюда|здесь|buraya|こちら|ここ|这里|這裡|此处|여기|هنا|continue|weiter|continuer|"
    r"continuar|continua|продолжить|devam et?|次へ|续|継続|继续|繼續|계속|متابعة|open(?: the)? link|"
    r"link)\W*",
    re.IGNORECASE,
)
"""What a link is called whose words say nothing."""
SPEAKS_OF_A_LINK = Pattern(
    r"\blink|\blien\b|enlace|collegamento|ссылк|посилан|odkaz|bağlantı|länk|σύνδεσμ|رابط|קישור|リンク|url|"
    r"链接|連結|링크",
    re.IGNORECASE,
)
"""What a subject says that brings one."""
