"""A small HTTP server on the loopback that answers every request as a test wants; it keeps what it was asked."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def completion(content):
    return json.dumps({"id": "x", "object": "chat.completion", "choices": [{"message": {"content": content}}]}).encode()


class Fake:
    def __init__(self, reply, status=200, drip_s=0.0, delay_s=0.0):
        self.reply, self.status, self.drip_s, self.delay_s = reply, status, drip_s, delay_s
        self.asked, self.keys, self.active, self.most = [], [], 0, 0
        self.lock = threading.Lock()

    def answer(self, handler):
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        with self.lock:
            self.asked.append(body)
            self.keys.append(handler.headers["Authorization"])
            self.active += 1
            self.most = max(self.most, self.active)
        try:
            self._send(handler, self.reply(body) if callable(self.reply) else self.reply)
        except OSError:
            pass  # given up by the client, as it should
        finally:
            with self.lock:
                self.active -= 1

    def _send(self, handler, reply):
        time.sleep(self.delay_s)
        handler.send_response(self.status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(reply)))
        handler.end_headers()
        if not self.drip_s:
            handler.wfile.write(reply)
        for byte in reply if self.drip_s else b"":
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(self.drip_s)


@contextmanager
def serving(fake):
    """Yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            fake.answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
