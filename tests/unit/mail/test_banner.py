# ruff: noqa: E501 # warnings stand here as gateways write them, on lines as long as theirs
"""The warning that a gateway puts above a mail from outside is no text of the mail."""

import pytest

from mailticket.mail.reply import reply_text

ANSWER = "The toner has arrived."


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless you recognize the sender.",
        "[EXTERNAL EMAIL] Exercise caution",
        "***EXTERNAL***",
        "EXTERNAL EMAIL: Do not click links.",
        "This message came from outside your organization.",
        "WARNING: This email is from an external source",
        "ATTENTION : Cet e-mail provient de l'extérieur de l'organisation. Ne cliquez pas sur les liens.",
        "Attention, ce courriel provient d'un expéditeur externe.",
        "PRECAUCIÓN: este correo electrónico se originó fuera de la organización.",
        "ATENCIÓN: Este correo procede de un remitente externo.",
        "ATTENZIONE: questa e-mail proviene dall'esterno dell'organizzazione.",
        "CUIDADO: Este e-mail foi originado fora da organização.",
        "ATENÇÃO: e-mail externo. Não clique em links.",
        "LET OP: deze e-mail komt van buiten de organisatie.",
        "VARNING: Detta e-postmeddelande kommer från en extern avsändare.",
        "ADVARSEL: Denne e-mail kommer fra en ekstern afsender.",
        "ADVARSEL: Denne e-posten kommer fra en ekstern avsender.",
        "VAROITUS: Tämä viesti on lähetetty organisaation ulkopuolelta.",
        "UWAGA: Ta wiadomość pochodzi spoza organizacji.",
        "UPOZORNĚNÍ: Tento e-mail pochází z prostředí mimo organizaci.",
        "FIGYELEM: Ez az e-mail külső feladótól érkezett.",
        "ATENȚIE: Acest e-mail provine din afara organizației.",
        "ВНИМАНИЕ: Это письмо получено от внешнего отправителя.",
        "УВАГА: Цей лист надійшов від зовнішнього відправника.",
        "ΠΡΟΣΟΧΗ: Αυτό το μήνυμα προέρχεται από εξωτερικό αποστολέα.",
        "DİKKAT: Bu e-posta kurum dışından gönderilmiştir.",
        "注意：このメールは社外から送信されています。",
        "注意：此邮件来自外部发件人。",
        "[주의] 외부에서 발송된 메일입니다.",
        "ACHTUNG: Diese E-Mail stammt von einem Absender außerhalb der Organisation.",
        "[EXTERN]",
        "Vorsicht: Externe E-Mail!",
        "You don't often get email from pat@x.example. Learn why this is important<https://aka.ms/LearnAboutSenderIdentification>",
        "Sie erhalten nicht häufig E-Mails von pat@x.example. Erfahren Sie, warum dies wichtig ist<https://aka.ms/LearnAboutSenderIdentification>",
        "Vous ne recevez pas souvent de courriers de la part de pat@x.example. Découvrez pourquoi cela est important<https://aka.ms/LearnAboutSenderIdentification>",
        "Some people who received this message don't often get email from pat@x.example. Learn why this is important at https://aka.ms/LearnAboutSenderIdentification",
        "ZjQcmQRYFpfptBannerStart\nThis Message Is From an External Sender\n\nThis message came from outside your organization.\nZjQcmQRYFpfptBannerEnd",
    ],
)
def test_the_warning_of_a_gateway(banner: str) -> None:
    assert reply_text(f"{banner}\n\n{ANSWER}") == ANSWER
    assert reply_text(f"{banner}\n{ANSWER}") == ANSWER


def test_several_warnings() -> None:
    first = "[EXTERNAL]\n\nCAUTION: This email originated from outside of the organization.\nDo not click links or open attachments."
    second = "You don't often get email from pat@x.example. Learn why this is important<https://aka.ms/LearnAboutSenderIdentification>"
    assert reply_text(f"{first}\n\n{second}\n\n{ANSWER}") == ANSWER


@pytest.mark.parametrize(
    "text",
    [
        "Attention: the external printer is broken.",
        "Caution, the external disk is very hot.",
        "External",
        "External sender addresses are blocked since Monday.",
        "Attention: mails to external addresses bounce!",
        "Achtung, der externe Monitor flackert.",
        "Attention, le disque externe est plein.",
        "Important: the outside door is open.",
        "The external mail does not arrive.",
        "Warning: this message is shown on the display.",
    ],
)
def test_people_warn_too(text: str) -> None:
    assert reply_text(f"{text}\n\nCan you come?") == f"{text}\n\nCan you come?"
