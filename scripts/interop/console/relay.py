"""A line that can be cut: a SOCKS 5 relay (RFC 1928) between a browser and everything that it asks."""
import socket
import threading


class Line:
    """Relays for one browser; `cut` ends what runs and refuses what comes.

    Where a question holds `swallows`, it goes out, and from then on no answer comes in by that connection.
    """

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_cut, self.swallows = False, None
        self.open, self.deaf = set(), set()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        server = None
        try:
            if self.is_cut:
                return
            self.take(client, self.take(client, 2)[1])
            client.sendall(b"\x05\x00")
            kind = self.take(client, 4)[3]
            size = {1: 4, 4: 16}.get(kind) or self.take(client, 1)[0]
            name = self.take(client, size)
            host = name.decode() if kind == 3 else socket.inet_ntop({1: socket.AF_INET, 4: socket.AF_INET6}[kind], name)
            port = int.from_bytes(self.take(client, 2), "big")
            if host not in ("localhost", "127.0.0.1"):
                return
            server = socket.create_connection(("127.0.0.1", port), 10)
            client.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
            self.open |= {client, server}
            threading.Thread(target=self.copy, args=(server, client, True), daemon=True).start()
            self.copy(client, server, False)
        except (OSError, KeyError, IndexError):
            pass
        finally:
            self.close(client, server)

    @staticmethod
    def take(client, count):
        found = b""
        while len(found) < count:
            more = client.recv(count - len(found))
            if not more:
                raise OSError("cut short")
            found += more
        return found

    def copy(self, source, sink, is_answer):
        try:
            while block := source.recv(65_536):
                if is_answer and source in self.deaf:
                    continue
                if not is_answer and self.swallows and self.swallows in block:
                    self.deaf.add(sink)
                sink.sendall(block)
        except OSError:
            pass
        self.close(source, sink)

    def close(self, *ends):
        for end in ends:
            if end is None:
                continue
            self.open.discard(end)
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def cut(self):
        self.is_cut = True
        self.close(*list(self.open))

    def mend(self):
        self.is_cut, self.swallows = False, None

    def end(self):
        self.listener.close()
        self.cut()
