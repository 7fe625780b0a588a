"""The language of a text, where it is plain."""

import pytest

from mailticket.mail.language import language_of_text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello, the printer on our floor is not working, can you help us please?", "en"),
        ("Hallo, der Drucker brennt und wir wissen nicht, was wir tun können.", "de"),
        ("Bonjour, depuis ce matin nous ne pouvons pas nous connecter sur le serveur.", "fr"),
        ("Hola, desde ayer no podemos entrar en el servidor y no sabemos por qué.", "es"),
        (
            "Olá, desde ontem não conseguimos entrar no servidor, obrigado pela ajuda a todos os colegas.",
            None,
        ),
        ("Error 111 connection refused", None),
        ("", None),
        ("プリンターが燃えています", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert language_of_text(text) == language
