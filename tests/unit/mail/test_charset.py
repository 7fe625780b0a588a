"""Text in the character set that was meant."""

import pytest

from mailticket.mail.charset import decode
from mailticket.mail.charset_names import codec
from mailticket.mail.iso_2022 import iso_2022_jp

# One sentence of each language in the character set that its mail without a declaration is most often in.
UNDECLARED = [
    ("cp1252", "Grüße aus München, schöne Häuser"),
    ("cp1252", "Réponse à votre problème: ça marche très bien"),
    ("cp1252", "Olá, não consigo acessar minha conta, ação"),
    ("cp1252", "Señor, ¿cómo está? mañana"),
    ("cp1252", "It’s a “test” – ok"),
    ("cp1251", "Здравствуйте, у меня не работает почта"),
    ("koi8-r", "Здравствуйте, у меня не работает почта"),
    ("cp866", "Здравствуйте, у меня не работает почта"),
    ("iso8859-5", "Здравствуйте, у меня не работает почта"),
    ("cp1250", "Dzień dobry, proszę o pomoc, żółć"),
    ("cp1250", "Dobrý den, příliš žluťoučký kůň"),
    ("cp1250", "Prośba o wycenę części zamiennych"),
    ("cp1250", "Nem működik a fűtés, kérjük segítsenek"),
    ("cp1250", "Traže se računi za ožujak i travanj"),
    ("iso8859-2", "Prosím o pomoc s účtem, můžete?"),
    ("iso8859-2", "Błąd w środowisku, książka"),
    ("cp1252", "Por favor, envíe el formulario como máximo"),
    ("cp1252", "Informações do usuário: não é válido"),
    ("cp1252", "Il conto non è più attivo, perché?"),
    ("cp1252", "Naïve café – l’été, «déjà vu»"),
    ("cp1257", "Prašau atsiųsti sąskaitą, ačiū"),
    ("cp1257", "Lūdzu nosūtiet rēķinu, paldies"),
    ("koi8-u", "Не можу увійти, допоможіть будь ласка"),
    ("koi8-r", "статус заказа"),
    ("iso8859-6", "لدي مشكلة في الحساب"),
    ("gb18030", "发票"),
    ("cp1251", "Юрий <a@x.example>"),
    ("gb18030", "刘洋 <a@x.example>"),
    ("cp1251", "a { margin: 0 } " * 600 + "не работает почта"),
    ("cp949", "[회사명] 메일 서버 오류"),
    ("cp1253", "Καλημέρα, έχω πρόβλημα με το λογαριασμό"),
    ("cp1254", "Merhaba, şifremi değiştiremiyorum, çalışmıyor"),
    ("cp1255", "שלום, יש לי בעיה עם החשבון"),
    ("cp1256", "مرحبا، لدي مشكلة في الحساب"),
    ("cp874", "สวัสดีครับ ผมมีปัญหา"),
    ("gb18030", "您好，我的账户无法登录，请帮助"),
    ("cp950", "您好，我的帳戶無法登入，請幫助"),
    ("cp949", "안녕하세요, 로그인할 수 없습니다"),
    ("euc_jp", "お世話になっております。ログインできません"),
    ("cp932", "お世話になっております。ログインできません"),
    ("utf-8", "日本語 und Größe"),
]


@pytest.mark.parametrize(("name", "text"), UNDECLARED, ids=lambda value: value[:20])
def test_undeclared_text_is_recognised(name: str, text: str) -> None:
    assert decode(text.encode(name), None)[0] == text


@pytest.mark.parametrize(("name", "text"), UNDECLARED, ids=lambda value: value[:20])
def test_text_called_ascii_is_recognised(name: str, text: str) -> None:
    assert decode(text.encode(name), "us-ascii")[0] == text


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("ISO_8859-1", "cp1252"),
        ("Latin1", "cp1252"),
        ("GB2312", "gb18030"),
        ("ks_c_5601-1987", "cp949"),
        ("x-sjis", "cp932"),
        ("unicode-1-1-utf-7", "utf-7"),
        ("WINDOWS-1251", "cp1251"),
        ("cp-850", "cp850"),
        ("macintosh", "mac-roman"),
        ("windows-28592", "iso8859-2"),
        ("cp54936", "gb18030"),
        ("x-mac-croatian", "mac-croatian"),
        ("utf-8;format=flowed", "utf-8"),
        ("windows-1251http-equiv", "cp1251"),
        ('3D"utf-8"', "utf-8"),
        ("TCVN5712-1", "tcvn"),
        ("rot13", ""),
        ("base64", ""),
        ("no such thing", ""),
    ],
)
def test_names_lead_to_codecs(declared: str, name: str) -> None:
    assert codec(declared) == name


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        (b"\x93quoted\x94 \x80", "iso-8859-1", "“quoted” €"),
        ("Größe".encode(), "iso-8859-1", "Größe"),
        ("Größe".encode("latin-1"), "utf-8", "Größe"),
        ("你好，世界".encode(), "gb2312", "你好，世界"),
        ("Größe".encode("utf-16"), "utf-16", "Größe"),
        ("Größe".encode(), "x-unknown", "Größe"),
        (b"plain", "no-such-set", "plain"),
        (b"+AOQ-", "utf-7", "ä"),
        (b'\x1b$B$"\x1b(B', "us-ascii", "あ"),
        (b"~{VPND~}", "hz-gb-2312", "中文"),
        (b'\x1b$B$"\x1b(B \xb6\xc5', "iso-2022-jp", "あ ｶﾅ"),
        (b'\x1b$B$"\x1b(B ', None, "あ "),
        (b"Vi\xaet", "viscii", "Việt"),
        (b"Vi\xd6t", "tcvn-5712", "Việt"),
        (b"\xb2\xb3\xb4", "armscii-8", "ԱաԲ"),
        ("Größe".encode("utf-16-be"), "utf-16", "Größe"),
        ("Größe".encode("utf-16-le"), "utf-16", "Größe"),
        (b"Party \xed\xa0\xbc\xed\xbe\x89!", "utf-8", "Party 🎉!"),
        ("20 €, „Größe“".encode("cp1252"), "iso-8859-15", "20 €, „Größe“"),
        ("20 €, cœur".encode("iso8859-15"), "iso-8859-15", "20 €, cœur"),
        ("Škoda žluť".encode("cp1250"), "iso-8859-2", "Škoda žluť"),
        ("Άλλα έργα".encode("cp1253"), "iso-8859-7", "Άλλα έργα"),
        ("Άλλα έργα".encode("iso8859-7"), "iso-8859-7", "Άλλα έργα"),
        ("مرحبا بالعالم".encode("iso8859-6"), "iso-8859-6", "مرحبا بالعالم"),
        ("Прошу прислать счёт".encode("cp1251"), "koi8-r", "Прошу прислать счёт"),
        ("Прошу прислать счёт".encode("koi8-r"), "windows-1251", "Прошу прислать счёт"),
        ("СРОЧНО! iPhone и МГУ".encode("koi8-r"), "koi8-r", "СРОЧНО! iPhone и МГУ"),
        ("Größe\n".encode("cp1252") + "Größe\n".encode(), "utf-8", "Größe\nGröße\n"),
        ("Größe\n".encode("cp1252") + "Größe\n".encode(), "iso-8859-1", "Größe\nGröße\n"),
        ("ООО «ГАЗ»\nЗ»\n".encode("cp1251"), "windows-1251", "ООО «ГАЗ»\nЗ»\n"),
        ("Ні".encode("cp1251"), "windows-1251", "Ні"),
        ("Привет".encode(), "windows-1251", "Привет"),
        ("您好，订单已发货".encode("gbk"), "iso-8859-1", "您好，订单已发货"),
        ("Dobrý den, prosím o řešení".encode("cp1250"), "iso-8859-1", "Dobrý den, prosím o řešení"),
        (
            "Merhaba, giriş yapamıyorum, şifre".encode("cp1254"),
            "iso-8859-1",
            "Merhaba, giriş yapamıyorum, şifre",
        ),
        ("日本語のお知らせです".encode("euc-jp"), "shift_jis", "日本語のお知らせです"),
        ("Λάθος τιμολόγιο, Άννα".encode("cp1253"), "iso-8859-1", "Λάθος τιμολόγιο, Άννα"),
        ("Größe für Bäume geprüft".encode(), "gb2312", "Größe für Bäume geprüft"),
        ("Größe für Bäume".encode(), "utf-16", "Größe für Bäume"),
        (
            "订单已发货\n".encode("gbk") + "本邮件由系统自动发送\n".encode(),
            "gb2312",
            "订单已发货\n本邮件由系统自动发送\n",
        ),
        ("Привет мир".encode("cp932"), "shift_jis", "Привет мир"),
        ("大韓民國 萬歲".encode("euc-kr"), "euc-kr", "大韓民國 萬歲"),
        ("ｶﾀｶﾅ ﾃｽﾄ".encode("cp932"), "shift_jis", "ｶﾀｶﾅ ﾃｽﾄ"),
        ("x² ± 3·y³ ÷ ½ µm ¶ § ¬".encode("cp1252"), "iso-8859-1", "x² ± 3·y³ ÷ ½ µm ¶ § ¬"),
        ("价格 ".encode("gbk") + b"\x80 100", "gb2312", "价格 € 100"),
        ("𠀀㐀".encode("gb18030"), "gb18030", "𠀀㐀"),
        ("Größe".encode()[:-1] + b"\xc3", None, "Größ\ufffd"),
        ("Grö".encode() + b"\xc3", "utf-8", "Grö\ufffd"),
        (b"\x0e>H3g\x0f!", "iso-2022-kr", "안녕!"),
        (b"\x1b$)A\x0eDc:C\x0f!", "iso-2022-cn", "你好!"),
        (b"\x1b$)C\x0e>H3g\x0f!", None, "안녕!"),
        ("20 €".encode("iso8859-15"), None, "20 €"),
        ("5 m², 25°C, ½ Preis".encode("cp1252"), None, "5 m², 25°C, ½ Preis"),
    ],
)
def test_wrong_declarations_are_seen_through(data: bytes, declared: str | None, expected: str) -> None:
    assert decode(data, declared)[0] == expected


def test_damage_is_kept_to_itself() -> None:
    text, defect = decode("Größe und Häuser und Bäume und Übermut".encode()[:-1] + b"\xff", "utf-8")
    assert text.startswith("Größe und Häuser")
    assert defect == "damaged UTF-8"


def test_iso_2022_jp_in_all_its_forms() -> None:
    assert iso_2022_jp(b"\x1b$B-!-j%F%9%H\x1b(B abc \x1b(I\x4a\x5d\x1b(B") == "①㈱テスト abc ﾊﾝ"
    assert iso_2022_jp("丂日本".encode("iso2022_jp_1")) == "丂日本"


@pytest.mark.parametrize(
    "declared",
    [
        "",
        "utf-8",
        "iso-2022-jp",
        "gb2312",
        "utf-7",
        "utf-16",
        "hz",
        "big5",
        "iso-2022-cn",
        "iso-2022-kr",
        "viscii",
    ],
)
def test_any_bytes_become_text(declared: str) -> None:
    for data in (bytes(range(256)) * 4, b"\x1b$B" * 50, b"\xff" * 50, b"\x80", b"", b"\xc3\xbc\n\xff\n\x0e"):
        decode(data, declared)[0].encode("utf-8", "surrogatepass")
