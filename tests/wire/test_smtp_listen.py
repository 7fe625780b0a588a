"""Sockets that cannot be had are explained in one sentence."""

import socket
from pathlib import Path

import pytest

from mailticket.wire.listen import CannotListen, bind


@pytest.mark.parametrize("address", ["127.0.0.1:0", "[::1]:0", "localhost:0", ":0"])
def test_port_0_is_chosen_by_the_system(address: str) -> None:
    with bind(address) as listener:
        assert listener.getsockname()[1] > 0


def test_a_port_in_use() -> None:
    with bind("127.0.0.1:0") as first:
        port = first.getsockname()[1]
        with pytest.raises(CannotListen, match=rf"^127\.0\.0\.1:{port}: another program listens there"):
            bind(f"127.0.0.1:{port}")


@pytest.mark.parametrize("address", ["", "8025", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:smtp", "::1:25"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(CannotListen, match="write HOST:PORT"):
        bind(address)


def test_an_address_that_this_machine_does_not_have() -> None:
    with pytest.raises(CannotListen, match="does not have that address"):
        bind("192.0.2.1:0")


def test_a_socket_file_that_a_dead_server_left_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "lmtp.sock"
    bind(f"unix:{path}").close()
    assert path.exists()
    with bind(f"unix:{path}"):
        with pytest.raises(CannotListen, match="another program listens there"):
            bind(f"unix:{path}")
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))


def test_a_file_in_the_way_is_not_removed(tmp_path: Path) -> None:
    path = tmp_path / "precious"
    path.write_text("data")
    with pytest.raises(CannotListen, match="a file that is no socket is in the way"):
        bind(f"unix:{path}")
    assert path.read_text() == "data"


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(CannotListen, match="the folder does not exist"):
        bind(f"unix:{tmp_path}/none/lmtp.sock")
