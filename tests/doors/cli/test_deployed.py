"""The server as deployed: behind a real TLS proxy on this machine, and what reaches it past the proxy."""

from __future__ import annotations

import http.client
import http.server
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conspectus.doors.cli import run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the proxy's certificate is made by openssl, on POSIX")
HOST = "pmo.example.org"
SECRET = "a-secret-of-more-than-fifty-characters-that-nobody-guesses-0123456789"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Deployed:
    """A server and the proxy before it."""

    port: int
    proxy: int
    trust: ssl.SSLContext
    link: str
    log: Path

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: str = "", *, past: bool = False
    ) -> Any:
        """Ask through the proxy, or past it in the clear."""
        connection: http.client.HTTPConnection
        if past:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        else:
            connection = http.client.HTTPSConnection("127.0.0.1", self.proxy, timeout=30, context=self.trust)
        sent = {"Host": HOST, **(headers or {})}
        if body:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}{path}"}
        connection.request(method, path, body=body or None, headers=sent)
        answer = connection.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]  # read before the connection closes
        connection.close()
        return answer


class Proxy(http.server.BaseHTTPRequestHandler):
    """What every TLS proxy does: end TLS, say who called and how, pass on."""

    port = 0

    def _pass_on(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        said = {name: value for name, value in self.headers.items() if name.lower() != "x-forwarded-proto"}
        came = self.headers.get("X-Forwarded-For")
        said |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": f"{came}, 203.0.113.7" if came else "203.0.113.7"}
        behind = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        behind.request(self.command, self.path, body=self.rfile.read(length) if length else None, headers=said)
        answer = behind.getresponse()
        data = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        behind.close()

    do_GET = do_POST = _pass_on  # noqa: N815 - as the library calls them

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def deployed() -> Iterator[Deployed]:
    """Serve as deployed; where the tests themselves run as root, which is refused, the server is told otherwise."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here to make the proxy's certificate")
    place = Path(tempfile.mkdtemp(prefix="conspectus-deployed-"))
    port, proxy_port = free_port(), free_port()
    given = {
        "PATH": os.environ["PATH"],
        "HOME": str(place),
        "PYTHONPATH": str(Path("src").resolve()),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NUMBA_CACHE_DIR": str(place / "kernels"),
        "CONSPECTUS_DATA": str(place / "data"),
        "CONSPECTUS_SECRET_KEY": SECRET,
        "CONSPECTUS_HOSTS": HOST,
        "CONSPECTUS_PROXY": "1",
    }
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    made += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(place / "key"), "-out", str(place / "cert")]
    subprocess.run(made, check=True, capture_output=True)
    log = place / "log"
    start = "import os, sys; os.geteuid = lambda: 1000; from conspectus.__main__ import main; sys.exit(main())"
    call = [sys.executable, "-c", start, "serve", "--deployed", "--port", str(port)]
    with log.open("w") as out:
        server = subprocess.Popen(call, env=given, stdout=out, stderr=out, cwd=place, start_new_session=True)
    try:
        link = _wait(log, port, server)
        handler = type("Here", (Proxy,), {"port": port})
        tls = http.server.ThreadingHTTPServer(("127.0.0.1", proxy_port), handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(place / "cert", place / "key")
        tls.socket = context.wrap_socket(tls.socket, server_side=True)
        threading.Thread(target=tls.serve_forever, daemon=True).start()
        yield Deployed(port, proxy_port, ssl.create_default_context(cafile=str(place / "cert")), link, log)
        tls.shutdown()
        tls.server_close()
    finally:
        os.killpg(server.pid, 15)
        server.wait(timeout=30)
        shutil.rmtree(place, ignore_errors=True)


def _wait(log: Path, port: int, server: subprocess.Popen[bytes]) -> str:
    """Return the first way in once the server answers."""
    for _ in range(300):
        text = log.read_text()
        if server.poll() is not None:
            pytest.fail(text[-2000:])
        with socket.socket() as probe:
            if "/sign-in/" in text and probe.connect_ex(("127.0.0.1", port)) == 0:
                return "/sign-in/" + text.split("/sign-in/")[1].split()[0]
        time.sleep(0.2)
    pytest.fail(log.read_text()[-2000:])


def cookies(answer: Any) -> dict[str, str]:
    """Return the cookies an answer sets, by name, with all that is said of each."""
    found = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    return {one.split("=")[0]: one for one in found}


def test_pages_in_the_clear_are_led_to_tls_and_programs_refused(deployed: Deployed) -> None:
    page = deployed.ask("GET", "/sign-in/", past=True)
    assert (page.status, page.getheader("Location")) == (301, f"https://{HOST}/sign-in/")
    told = deployed.ask("GET", "/api/v1/me", {"Authorization": "Bearer conspectus_x_y"}, past=True)
    assert (told.status, json.loads(told.text)["code"]) == (403, "tls")
    assert deployed.ask("GET", "/healthz", past=True).status == 200
    assert deployed.ask("GET", "/healthz", {"Host": "evil.example"}).status == 400


def test_behind_the_proxy_everything_is_secure(deployed: Deployed) -> None:
    page = deployed.ask("GET", deployed.link)
    assert page.status == 200  # a button, not yet a session
    assert page.getheader("Strict-Transport-Security").startswith("max-age=31536000")
    assert "default-src 'none'" in page.getheader("Content-Security-Policy")
    csrf = cookies(page)
    assert all(name.startswith("__Host-") for name in csrf)
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    held = "; ".join(one.split(";")[0] for one in csrf.values())
    entered = deployed.ask("POST", deployed.link, {"Cookie": held}, f"csrfmiddlewaretoken={token}")
    assert entered.status == 302, entered.text
    set_ = cookies(entered)
    session = next(one for name, one in set_.items() if "csrf" not in name)
    for one in set_.values():
        assert one.startswith("__Host-")
        assert "; Secure" in one
        assert "; HttpOnly" in one
        assert "SameSite=Lax" in one
        assert "Path=/" in one
        assert "Domain" not in one
    inside = deployed.ask("GET", "/profile/", {"Cookie": session.split(";")[0]})
    assert inside.status == 200
    assert "Administrator" in inside.text
    plain = deployed.ask("GET", "/profile/", {"Cookie": session.split(";")[0]}, past=True)
    assert plain.status == 301
    static = deployed.ask("GET", "/static/css/conspectus.css")
    assert (static.status, static.getheader("X-Content-Type-Options")) == (200, "nosniff")


def test_the_proxys_word_for_the_caller_counts_and_the_callers_own_does_not(deployed: Deployed) -> None:
    page = deployed.ask("GET", "/sign-in/")
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    held = "; ".join(one.split(";")[0] for one in cookies(page).values())
    seen = []
    for number in range(11):
        body = f"csrfmiddlewaretoken={token}&email=x{number}%40example.org&password=wrong"
        forged = {"Cookie": held, "X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for=198.51.100.{number}"}
        seen.append(deployed.ask("POST", "/sign-in/", forged, body).status)
    assert seen == [422] * 10 + [429]
    assert '"address": "203.0.113.7"' in deployed.log.read_text()
    assert "198.51.100" not in deployed.log.read_text()


def test_deployment_is_refused_while_something_is_missing(tmp_path: Path) -> None:
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "CONSPECTUS_DATA": str(tmp_path / "data")}
    call = [sys.executable, "-m", "conspectus", "serve", "--deployed", "--host", "0.0.0.0"]  # noqa: S104 - is refused
    done = subprocess.run(call, env=given, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    for words in ("CONSPECTUS_SECRET_KEY", "CONSPECTUS_HOSTS", "CONSPECTUS_PROXY=1", "CONSPECTUS_PROXIES names none"):
        assert words in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_command_goes_through_the_proxy_and_trusts_no_certificate_it_cannot_check(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--server", f"https://127.0.0.1:{deployed.proxy}", "--token", "conspectus_x_y", "project", "list"]
    assert run(asked) == 3
    assert "does not prove whose it is" in capsys.readouterr().err
    monkeypatch.setenv("SSL_CERT_FILE", str(deployed.log.with_name("cert")))
    connect = http.client.HTTPSConnection.putheader
    monkeypatch.setattr(
        http.client.HTTPSConnection,
        "putheader",
        lambda self, name, *values: connect(self, name, *((HOST,) if name == "Host" else values)),
    )
    assert run(asked) == 2
    assert "does not know this token" in capsys.readouterr().err
    issue = [sys.executable, "-m", "conspectus", "token", "issue", "administrator@localhost", "--name", "t"]
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "CONSPECTUS_SECRET_KEY": SECRET}
    given["CONSPECTUS_DATA"] = str(deployed.log.with_name("data"))
    made = subprocess.run([*issue, "--scope", "write"], env=given, capture_output=True, text=True, check=True)
    asked[3] = made.stdout.strip()
    assert run([*asked[:4], "portfolio", "create", "Growth", "--currency", "EUR"]) == 0
    assert run([*asked[:4], "portfolio", "list"]) == 0
    assert "Growth" in capsys.readouterr().out
    assert deployed.ask("GET", "/api/command", past=True).status == 403
