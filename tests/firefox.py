"""Firefox for tests, by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which it speaks without a driver."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tornado.websocket import WebSocketClientConnection, websocket_connect

#: Seconds for the browser to start, and for what it is told to do.
_PATIENCE = 60
#: Keys as WebDriver names them (https://www.w3.org/TR/webdriver2/#keyboard-actions).
KEYS = {"Tab": "\ue004", "Enter": "\ue006", "ArrowDown": "\ue015", "Escape": "\ue00c", "Control": "\ue009"}
#: Nothing is asked of the network but pages.
_SETTINGS = {
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


def executable() -> Path | None:
    """The machine's Firefox."""
    found = shutil.which("firefox") or shutil.which("firefox-esr")
    return Path(found) if found else None


class Firefox:
    """A tab of a running Firefox.

    Args:
        loop: on which it is spoken with.
        socket: by which.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, socket: WebSocketClientConnection) -> None:
        self._loop, self._socket, self._number = loop, socket, 0
        self._send("session.new", capabilities={})
        # The tab that is there at first leaves the focus to the address bar.
        self._tab = self._send("browsingContext.create", type="tab")["context"]

    def open(self, url: str) -> None:
        """Opens a page and waits until it is there."""
        self._send("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, which is text, a number, a truth value or nothing."""
        found = self._send("script.evaluate", expression=expression, target={"context": self._tab}, awaitPromise=True)
        assert found["type"] == "success", found
        return found["result"].get("value")

    def until(self, expression: str) -> None:
        """Waits for what an expression says."""
        for _ in range(400):
            if self.evaluate(f"Boolean({expression})"):
                return
            self._loop.run_until_complete(asyncio.sleep(0.05))
        raise AssertionError(f"never true: {expression}")

    def press(self, *keys: str) -> None:
        """Presses keys one after the other; `Control+Enter` is both at once."""
        actions = []
        for key in keys:
            signs = [KEYS.get(name, name) for name in key.split("+")]
            actions += [{"type": "keyDown", "value": sign} for sign in signs]
            actions += [{"type": "keyUp", "value": sign} for sign in reversed(signs)]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self._send("input.performActions", context=self._tab, actions=[keyboard])

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._loop.run_until_complete(asyncio.wait_for(self._exchange(method, parameters), _PATIENCE))

    async def _exchange(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        await self._socket.write_message(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            reply = json.loads(await self._socket.read_message() or "{}")
            if not reply:
                raise AssertionError("Firefox has ended")
            if reply.get("id") == self._number:
                assert reply["type"] == "success", reply
                result: dict[str, Any] = reply["result"]
                return result


@contextmanager
def launched(executable: Path) -> Iterator[Firefox]:
    """A running Firefox with a profile of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        settings = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in _SETTINGS.items())
        Path(profile, "user.js").write_text("".join(settings), encoding="utf-8")
        command = [str(executable), "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
        loop = asyncio.new_event_loop()
        try:
            assert process.stderr is not None
            said = next(filter(None, (re.search(r"BiDi listening on (ws://\S+)", line) for line in process.stderr)))
            socket = loop.run_until_complete(_connected(f"{said[1]}/session"))
            yield Firefox(loop, socket)
            socket.close()
        finally:
            process.terminate()
            process.communicate(timeout=_PATIENCE)
            loop.close()


async def _connected(url: str) -> WebSocketClientConnection:
    return await websocket_connect(url, max_message_size=2**26)
