"""Many large mails at once, in a process of its own whose memory is looked at from outside."""

import subprocess
import sys
import threading
from pathlib import Path

from mail_client import Client, socket

SERVER = """
import asyncio, sys
from pathlib import Path
from mailticket.wire.smtp_server import MailServer, ServerLimits, bind

async def main():
    async def accept(envelope, spooled):
        return sum(len(chunk) for chunk in spooled.chunks())
    listener = bind("127.0.0.1:0")
    print(listener.getsockname()[1], flush=True)
    server = MailServer(
        accept=accept, is_ours=lambda address: True, hostname="desk.example",
        limits=ServerLimits(connections_per_address=100), spool_directory=Path(sys.argv[1]),
    )
    await server.serve([listener])

asyncio.run(main())
"""
CLIENTS, BLOCKS = 50, 64
BLOCK = (b"x" * 62 + b"\r\n") * 1024  # 64 KiB


def resident(pid: int, what: str) -> int:
    """VmRSS or VmHWM (the highest it ever was) in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(what))


def test_fifty_large_mails_at_once_do_not_fill_memory(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            before = resident(server.pid, "VmRSS")
            together = threading.Barrier(CLIENTS)
            answers: list[str] = []

            def send() -> None:
                client = Client(socket.create_connection(("127.0.0.1", port), timeout=60))
                client.reply()
                client.ask("EHLO me")
                client.start_data()
                together.wait(60)
                for _ in range(BLOCKS):
                    client.send(BLOCK)
                answers.append(client.ask(b"."))

            threads = [threading.Thread(target=send) for _ in range(CLIENTS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
            assert answers == [f"250 2.0.0 Accepted as {len(BLOCK) * BLOCKS}"] * CLIENTS
            assert resident(server.pid, "VmHWM") - before < 60  # of 200 MiB that came
        finally:
            server.kill()
