"""The code in a mail is found; what only looks like one is not."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devmail.finder.code_finder import find_code
from devmail.mime.message import subject_and_text
from tests.devmail.mails import mail

STORE = """{code}

This is the verification code for s***@example.com to log in.

It was asked for on 2026-03-14 at 09:00:00 UTC from here and is valid until 09:10:00 UTC.

If you did not ask for it, someone knows the password of this account: change the password.
"""

FOUND = {
    "the store's own mail": ("[Kintone] Verification Code", STORE.format(code="482913"), "482913"),
    "a leading zero": ("[Kintone] Verification Code", STORE.format(code="012345"), "012345"),
    "nothing but zeros": ("Your code", "000000\n", "000000"),
    "in a sentence": ("Log in", "Your verification code is 771204. Do not share it.", "771204"),
    "before the word": ("Log in", "771204 is your Example code.", "771204"),
    "in brackets": ("Log in", "Enter this code (771204) to go on.", "771204"),
    "after a colon": ("Log in", "OTP:771204", "771204"),
    "alone on its line, whatever it is called": ("[Kintone] Login", "Hello,\n\n 012 345 \n\nBye.", "012345"),
    "alone and again": ("Login", "012345\n\nAgain:\n\n012 345\n", "012345"),
    "grouped by a space": ("Log in", "Your code is 123 456.", "123456"),
    "grouped by a dash": ("Log in", "Your passcode: 123-456", "123456"),
    "in the subject alone": ("482913 is your verification code", "See the subject.", "482913"),
    "in a subject with a product's name": ("[Example] 4829 is your PIN", "", "4829"),
    "letters and digits": ("Sign in", "Code: G7KQ-2MXP", "G7KQ-2MXP"),
    "letters and digits, grouped by a space": ("Sign in", "Your code: G7KQ 2MXP", "G7KQ2MXP"),
    "letters and digits, each by itself": ("Sign in", "Your code: G 7 K Q 2 M", "G7KQ2M"),
    "letters alone, four of them": ("Link your TV", "Enter this code:\n\nTKRD", "TKRD"),
    "words that dashes join": ("Your login code", "Copy this code:\n\nbrisk-otter-lamp", "brisk-otter-lamp"),
    "groups of unlike length": ("Security code", "Your security code: N4-7TZ-QX", "N4-7TZ-QX"),
    "three groups": ("Register", "Your registration code is 4FJ2-G7KQ-2MXP", "4FJ2-G7KQ-2MXP"),
    "four digits": ("PIN", "Your PIN is 8041", "8041"),
    "eight digits": ("Your code", "Your security code: 80417263", "80417263"),
    "Japanese": ("確認コードのお知らせ", "確認コードは123456です。10分以内に入力してください。", "123456"),
    "Japanese on a line of its own": ("ログイン認証", "認証コード\n\n012345\n\n有効期限: 10分", "012345"),
    "Chinese": ("登录", "您的验证码是 553019，请勿泄露。", "553019"),
    "Korean": ("로그인", "인증번호 553019 를 입력하세요.", "553019"),
    "German": ("Anmeldung", "Ihr Bestätigungscode lautet 553019.", "553019"),
    "Spanish": ("Acceso", "Su código es 553019.", "553019"),
    "French": ("Connexion", "Votre code de vérification est 553019.", "553019"),
    "grouped in pairs": ("Log in", "Ihr Code: 82 46 05", "824605"),
    "grouped by spaces that do not break": ("Log in", "Your code: 123\u00a0456", "123456"),
    "full width": ("認証", "認証コード：４８２－９１３", "482913"),
    "in Arabic digits": ("رمز التحقق", "رمز التحقق: ٤٨٢٩١٣", "482913"),
    "with a prefix": ("Log in", "G-482913 is your Example verification code.", "482913"),
    "between stars": ("Log in", "Your code: **482913**", "482913"),
    "in Japanese brackets": ("【Example】", "認証コード【482913】を入力してください", "482913"),
    "with its verb, in Japanese": ("認証", "482913です。", "482913"),
    "small letters and digits": ("Log in", "Your temporary login code is k3f9ab.", "k3f9ab"),
    "letters alone": ("Sign in", "Enter this code:\n\nBCDF-GHJK", "BCDF-GHJK"),
    "what looks like a year": ("Portal", "Your one-time PIN is 2024.", "2024"),
    "what looks like a date": ("Reset your password", "Your reset code:\n\n19990412", "19990412"),
    "to be entered, whatever it is called": ("Sign in", "Enter 553019 to continue.", "553019"),
    "a sentence on two lines": (
        "Log in",
        "This is what you have asked for, to log in here: your code is\n553019, for ten minutes.",
        "553019",
    ),
    "a password that serves once": ("Вход", "Ваш одноразовый пароль: 7240", "7240"),
    "Russian": ("Вход", "553019 — ваш код подтверждения", "553019"),
    "Turkish": ("Giriş", "Giriş yapmak için 553019 kodunu kullanın.", "553019"),
    "beside a card": ("Your code", "Code for the card ending in 4821: 553019", "553019"),
    "beside a year": ("Your code", "Example Ltd 2026. Your code: 553019. Copyright 2026", "553019"),
    "beside a price": ("Your code", "Confirm $4500 with code 553019", "553019"),
    "beside a phone number": ("Your code", "Code 553019. Questions? Call +81 3-1234-5678.", "553019"),
    "beside an order number": ("Order 48213377", "Order 48213377: confirm with code 553019.", "553019"),
}

NOT_FOUND = {
    "no number at all": ("Hello", "How are you?"),
    "a number that nobody calls a code": ("Hello", "We have 123456 members."),
    "several numbers alone that nobody calls codes": ("Members", "123456\n654321\n"),
    "a shorter number alone that nobody calls a code": ("Members", "12345\n"),
    "a year": ("Password changed", "Your password was changed in 2026."),
    "a year on a line of its own": ("Verify your address", "Example Ltd\n2026\n"),
    "a date": ("Password changed", "Your password was changed on 2026-03-14."),
    "a date with slashes": ("Password changed", "Your password was changed on 14/03/2026."),
    "a date with dots": ("Password changed", "Your password was changed on 14.03.2026."),
    "a date without anything": ("Password changed", "Your password was changed on 20260314."),
    "a time": ("Password changed", "Your password was changed at 09:00:00."),
    "a port": ("Your code", "Verify your code at 127.0.0.1:1025 or localhost:8025."),
    "a price": ("Your code was used", "The code saved you $4500 and €1299 and 1299 €."),
    "a price in yen": ("パスワード", "確認: 合計 4500円、¥12000"),
    "a phone number": ("Verify your address", "Call 03-1234-5678 or +81 3 1234 5678 to verify."),
    "a phone number that is called one": ("Verify your address", "To verify, call phone 5551234."),
    "an order number": ("Verify your order", "Please verify order number 48213377."),
    "an order number with a sign": ("Verify your order", "Please verify order #48213377."),
    "an order number, written short": ("Verify your order", "Please verify: order no. 482133."),
    "an order number, Japanese": ("注文の確認", "ご注文番号：48213377 をご確認ください。"),
    "an invoice": ("Verify your payment", "Please verify invoice 482133."),
    "a tracking number": ("Verify your delivery", "Tracking number: 1Z999AA10123456784, or 48213377 9912"),
    "a tracking number, short": ("Verify your delivery", "Please verify. Tracking number: 48213377"),
    "a link": ("Verify your address", "https://example.com/verify/482133?token=991234"),
    "a postal code": ("Verify your address", "We are at postal code 150-0001 in Tokyo."),
    "a percentage": ("Your code", "Use code SAVE and get 1000% more."),
    "a voucher": ("Sale", "Use code SPRING26 at checkout."),
    "a voucher in digits": ("Sale", "Get 20% off with the promo code 482913."),
    "a voucher, Japanese": ("お知らせ", "クーポンコード：482913 で500円引き"),
    "a country's code": ("Verify your number", "Country code: 4821"),
    "a postal code, French": ("Vérification", "Code postal : 69002"),
    "an error": ("Log in failed", "Error code: 5031. Start again to verify."),
    "a code of a kind that proves nothing": ("Permit", "Zone code: 5530"),
    "a list of recovery codes": (
        "Recovery codes",
        "Each code works once:\n4821-9137\n5530-1948\n7712-0455",
    ),
    "the end of a card": ("Sign in", "We send a 6-digit code to your phone ending in 4821."),
    "the most of a card hidden": ("Your code", "A code is not needed for card ****4821."),
    "seconds": ("Reset your password", "The link and the code expire in 3600 seconds."),
    "codes that others speak of": ("Welcome", "Never share a code. Our office: Suite 4100, OR 97201."),
    "a code to collect something": ("Your parcel", "Your collection code: 482913"),
    "a door": ("Your stay", "Enter the code 4821 on the keypad of the front door."),
    "a meeting": ("Invitation: login flow", "Meeting ID: 991 2045 5120\nPasscode: 739204"),
    "a program's log": ("Problem on login", "otp-service[2217]: ERR_OTP_STORE 50114 time-out"),
    "an example": ("Your code is a key", "A code that looks like 123456 in a message"),
    "a voucher that reads like words": ("News", "Bring a friend with your code SUNNY25."),
    "a reader's name": ("Verify your address", "cloud9,\nplease follow the link."),
    "a word with vowels pointed": ("", "\u05e7\u05b9\u05d5\u05d3"),
    "a build": ("CI", "Build 482913 exited with code 1 after 4821 seconds."),
    "a long number": ("Your code was used", "The code was used for 1234567890123."),
}


@pytest.mark.parametrize(("subject", "text", "code"), FOUND.values(), ids=FOUND)
def test_a_code_is_found(subject: str, text: str, code: str) -> None:
    assert find_code(subject, text) == code


@pytest.mark.parametrize(("subject", "text"), NOT_FOUND.values(), ids=NOT_FOUND)
def test_what_is_no_code_is_not_taken_for_one(subject: str, text: str) -> None:
    assert find_code(subject, text) is None


def test_a_code_is_found_in_a_mail_that_is_only_html() -> None:
    page = "<html><head><title>Code 111111</title><body><p>Your code:</p><h1>012345</h1><p>Thank you"
    assert find_code(*subject_and_text(mail("", "Log in", html=page))) == "012345"


@given(st.text(), st.text())
def test_any_text_is_read(subject: str, text: str) -> None:
    find_code(subject, text)


@pytest.mark.parametrize(
    "piece", ["x", "x@", "code 1234x ", "code 123456 1234 ", "order ", " ", "A1-", "+1 ", "12 ", "http://"]
)
def test_a_mail_that_repeats_itself_without_end_is_read_in_no_time(piece: str) -> None:
    began = process_time()
    find_code("Your code", f"order{piece * (300_000 // len(piece))}")
    assert process_time() - began < 3
