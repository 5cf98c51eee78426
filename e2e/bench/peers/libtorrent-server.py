"""libtorrent with piece deadlines behind a small HTTP range server: what players built on libtorrent do. JSON lines in and out."""

import collections
import http.server
import json
import os
import select
import sys
import threading

import libtorrent as lt

WINDOW_BYTES = 16 * 1024 * 1024  # asked for ahead of the reader
# Only this much gets deadlines: a deadline means the highest priority, and within one priority libtorrent takes no order.
# With deadlines on the whole window the first byte came three times later.
URGENT_BYTES = 2 * 1024 * 1024
DEADLINE_STEP_MS = 100  # between the pieces with deadlines
NEXT, LATER, REST = 6, 5, 1  # priorities of the window's first quarter, of the rest of it, and of the rest of the film
KEPT_PIECES = 4  # pieces read back from libtorrent and kept for the reader
SLICE_BYTES = 256 * 1024
ALERT_WAIT_MS = 100


class Film:
    """One torrent of one file. Waiting readers share a condition that every finished piece and every read piece wakes."""

    def __init__(self, handle, info):
        self.handle = handle
        self.piece_length = info.piece_length()
        self.num_pieces = info.num_pieces()
        self.length = info.total_size()
        self.changed = threading.Condition()
        self.read_back = collections.OrderedDict()
        self.aimed_at = (0, 0)
        self.newest_reader = 0

    def aim(self, reader, piece):
        """Moves the window to the newest reader; older ones are on their way out."""
        if reader < self.newest_reader or (reader, piece) == self.aimed_at:
            return
        if reader > self.newest_reader:
            self.newest_reader = reader
            self.handle.clear_piece_deadlines()
        self.aimed_at = (reader, piece)
        self.handle.prioritize_pieces([self.priority(one, piece) for one in range(self.num_pieces)])
        for wanted in range(piece, min(self.num_pieces, piece + self.span(URGENT_BYTES))):
            if not self.handle.have_piece(wanted):
                self.handle.set_piece_deadline(wanted, (wanted - piece) * DEADLINE_STEP_MS)

    def priority(self, one, reader_piece):
        ahead = one - reader_piece
        if ahead < 0 or ahead >= self.span(WINDOW_BYTES):
            return REST
        return NEXT if ahead < self.span(WINDOW_BYTES // 4) else LATER

    def span(self, length):
        """Pieces that so many bytes from the middle of a piece may touch."""
        return length // self.piece_length + 1

    def piece(self, reader, index, is_gone):
        """The bytes of a verified piece; None when the reader went away while it waited."""
        self.aim(reader, index)
        asked = False
        while True:
            with self.changed:
                if index in self.read_back:
                    self.read_back.move_to_end(index)
                    return self.read_back[index]
                if not asked and self.handle.have_piece(index):
                    self.handle.read_piece(index)
                    asked = True
                if not self.changed.wait(0.2):
                    asked = False  # another reader's piece may have pushed ours out
            if is_gone():
                return None

    def keep(self, index, data):
        with self.changed:
            self.read_back[index] = data
            while len(self.read_back) > max(1, min(KEPT_PIECES, WINDOW_BYTES // self.piece_length)):
                self.read_back.popitem(last=False)
            self.changed.notify_all()

    def wake(self):
        with self.changed:
            self.changed.notify_all()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    films = []
    readers = iter(range(1, 1 << 62))

    def log_message(self, *_):
        pass

    def do_GET(self):
        film = self.films[int(self.path[1:])]
        text = self.headers.get("Range", "bytes=0-")
        begin = int(text[len("bytes=") :].split("-")[0])
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {begin}-{film.length - 1}/{film.length}")
        self.send_header("Content-Length", str(film.length - begin))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Type", "video/mp4")
        self.end_headers()
        self.close_connection = True
        try:
            self.send_film(film, next(self.readers), begin)
        except OSError:
            pass  # the player went away, as it does at every jump

    def send_film(self, film, reader, begin):
        while begin < film.length:
            index = begin // film.piece_length
            data = film.piece(reader, index, self.is_gone)
            if data is None:
                return
            rest = memoryview(data)[begin - index * film.piece_length :]
            begin += len(rest)
            for at in range(0, len(rest), SLICE_BYTES):
                self.wfile.write(rest[at : at + SLICE_BYTES])

    def is_gone(self):
        """A player that closed has something to read: the end. It sends nothing else after its request."""
        return bool(select.select([self.connection], [], [], 0)[0])


def open_session():
    return lt.session(
        {
            "listen_interfaces": "127.0.0.1:0",
            "enable_dht": False,
            "enable_lsd": False,
            "enable_upnp": False,
            "enable_natpmp": False,
            "enable_outgoing_utp": False,  # the swarm speaks TCP; trying uTP first would cost it seconds
            "enable_incoming_utp": False,
            "allow_multiple_connections_per_ip": True,
            "request_timeout": 10,
            "request_queue_time": 1,
            "strict_end_game_mode": False,
            "alert_mask": lt.alert.category_t.error_notification | lt.alert.category_t.status_notification | lt.alert.category_t.storage_notification | lt.alert.category_t.piece_progress_notification,
        }
    )


def follow_alerts(session, films):
    while True:
        session.wait_for_alert(ALERT_WAIT_MS)
        for alert in session.pop_alerts():
            film = films.get(str(alert.handle.info_hash())) if hasattr(alert, "handle") and alert.handle.is_valid() else None
            if film is None:
                continue
            if isinstance(alert, lt.read_piece_alert):
                film.keep(alert.piece, bytes(alert.buffer))
            elif isinstance(alert, lt.piece_finished_alert):
                film.wake()


def add_film(session, folder, command, films):
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(command["torrentPath"])
    params.save_path = folder
    params.flags &= ~lt.torrent_flags.auto_managed
    params.flags &= ~lt.torrent_flags.paused
    params.flags |= lt.torrent_flags.sequential_download
    handle = session.add_torrent(params)
    film = Film(handle, params.ti)
    films[str(params.ti.info_hash())] = film
    for peer in command["peers"]:
        host, port = peer.rsplit(":", 1)
        handle.connect_peer((host, int(port)))
    return film


def stats_of(films):
    statuses = [film.handle.status() for film in films]
    return {
        "receivedBytes": sum(status.total_payload_download for status in statuses),
        "wastedBytes": sum(status.total_redundant_bytes + status.total_failed_bytes for status in statuses),
    }


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main():
    folder = sys.argv[1]
    session = open_session()
    films = {}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=follow_alerts, args=(session, films), daemon=True).start()
    say({"event": "ready"})
    for line in sys.stdin:
        command = json.loads(line)
        if command["do"] == "add":
            Handler.films.append(add_film(session, folder, command, films))
            say({"event": "listening", "torrentPath": command["torrentPath"], "url": f"http://127.0.0.1:{server.server_address[1]}/{len(Handler.films) - 1}"})
        if command["do"] == "stats":
            say({"event": "stats", "id": command["id"], **stats_of(list(films.values()))})
    os._exit(0)  # threads that wait for pieces would keep the process


main()
