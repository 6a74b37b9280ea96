"""A headless Chromium, spoken to over its debugging pipe; nothing but Python's standard library."""

import base64
import fcntl
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The browser's program, $CHROMIUM first."""
    return next((path for name in (os.environ.get("CHROMIUM"), *NAMES) if name and (path := shutil.which(name))), None)


def _pipe() -> tuple[int, int]:
    low = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in low)
    for end in low:
        os.close(end)
    return high


class Browser:
    """One page. `complaints` collects what the page reports: console errors and warnings, exceptions, refused loads."""

    def __init__(self, program: str, timeout: float = 60):
        self.timeout, self.complaints, self._id, self._replies = timeout, [], 0, b""
        self._profile = tempfile.TemporaryDirectory(prefix="radsweep-browser-", ignore_cleanup_errors=True)
        # Chromium reads commands from descriptor 3 and answers on 4; ours must not be these.
        to_browser, self._write = _pipe()
        self._read, from_browser = _pipe()
        command = [program, "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu",
                   "--hide-scrollbars", "--disable-background-networking", f"--user-data-dir={self._profile.name}"]
        if os.geteuid() == 0:
            command.append("--no-sandbox")
        descriptors = f"exec 3<&{to_browser} 4>&{from_browser} {to_browser}<&- {from_browser}>&-; exec \"$@\""
        self._process = subprocess.Popen(["bash", "-c", descriptors, "browser", *command, "about:blank"],
                                         pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        target = self._send("Target.createTarget", {"url": "about:blank"}, session=None)["targetId"]
        self._session = None
        self._session = self._send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._send(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._write)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._read)
        self._profile.cleanup()

    def open(self, url: str, width: int, height: int = 900, dark: bool = False):
        """Loads a page and waits until its figures are done."""
        self.complaints.clear()
        self._send("Emulation.setDeviceMetricsOverride",
                   {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        self.media(dark=dark)
        self._send("Page.navigate", {"url": url})
        self.wait("document.readyState == 'complete' && document.documentElement.dataset.figures != null")

    def media(self, dark: bool = False, kind: str = ""):
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._send("Emulation.setEmulatedMedia", {"media": kind, "features": [scheme]})

    def wait(self, condition: str):
        end = time.monotonic() + self.timeout
        while not self.evaluate(condition):
            if time.monotonic() > end:
                raise TimeoutError(f"{self.timeout} s passed before: {condition}")
            time.sleep(0.05)

    def evaluate(self, expression: str):
        reply = self._send("Runtime.evaluate", {"expression": expression, "returnByValue": True, "awaitPromise": True})
        if "exceptionDetails" in reply:
            raise RuntimeError(reply["exceptionDetails"].get("exception", {}).get("description", "exception in the page"))
        return reply["result"].get("value")

    def point(self, x: float, y: float):
        """Moves the pointer."""
        self._send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})

    def screenshot(self, path: pathlib.Path, clip: dict | None = None):
        """The whole page, or a part of it: {x, y, width, height}."""
        options = {"format": "png", "captureBeyondViewport": True}
        if clip is None:
            size = self._send("Page.getLayoutMetrics")["cssContentSize"]
            clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"]}
        reply = self._send("Page.captureScreenshot", options | {"clip": clip | {"scale": 1}})
        path.write_bytes(base64.b64decode(reply["data"]))

    def pdf(self, path: pathlib.Path):
        reply = self._send("Page.printToPDF", {"printBackground": False, "preferCSSPageSize": True, "paperWidth": 8.27,
                                               "paperHeight": 11.69})
        path.write_bytes(base64.b64decode(reply["data"]))

    def _send(self, method: str, parameters: dict | None = None, session: str | None = ""):
        self._id += 1
        message = {"id": self._id, "method": method, "params": parameters or {}}
        if session == "" and getattr(self, "_session", None):
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            reply = self._receive()
            if reply.get("id") == self._id:
                if "error" in reply:
                    raise RuntimeError(f"{method}: {reply['error']['message']}")
                return reply["result"]
            self._note(reply)

    def _receive(self) -> dict:
        while b"\0" not in self._replies:
            part = os.read(self._read, 1 << 20)
            if not part:
                raise RuntimeError("the browser ended")
            self._replies += part
        text, self._replies = self._replies.split(b"\0", 1)
        return json.loads(text)

    def _note(self, event: dict):
        parameters = event.get("params", {})
        if event["method"] == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif event["method"] == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            words = [str(a.get("value", a.get("description", ""))) for a in parameters["args"]]
            self.complaints.append(f"console {parameters['type']}: {' '.join(words)}")
        elif event["method"] == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.complaints.append(parameters["entry"]["text"])
