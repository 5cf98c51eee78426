"""A libtorrent seeder (or downloader) that speaks JSON lines: commands in, answers out. Ends when its input does."""

import json
import os
import select
import sys
import time

import libtorrent as lt

GLOBAL_CLASS = 0  # libtorrent's own number for the class that upload_rate_limit governs


def open_session(spec):
    session = lt.session(
        {
            "listen_interfaces": f"{spec['host']}:{spec['port']}",
            "outgoing_interfaces": "",
            "enable_dht": False,
            "enable_lsd": False,
            "enable_upnp": False,
            "enable_natpmp": False,
            "enable_incoming_utp": spec["utp"],
            "enable_outgoing_utp": spec["utp"],
            "allow_multiple_connections_per_ip": True,
            "tick_interval": 20,  # caps move in ticks; the default of 500 ms makes a capped stream jerk
            "rate_limit_ip_overhead": False,
            "mixed_mode_algorithm": 0,  # prefer TCP: uTP must not throttle the TCP peers of the same session
            "unchoke_slots_limit": -1,
            "upload_rate_limit": spec["uploadBytesPerSec"],
            "in_enc_policy": spec.get("encryption", 1),
            "out_enc_policy": spec.get("encryption", 1),
            "allowed_enc_level": 2 if spec.get("encryption", 1) == 0 else 3,  # RC4 alone, or what the other side likes
            "max_out_request_queue": 500,
            "alert_mask": lt.alert.category_t.error_notification | lt.alert.category_t.status_notification,
        }
    )
    everyone = lt.ip_filter()
    everyone.add_rule("0.0.0.0", "255.255.255.255", 1 << GLOBAL_CLASS)
    session.set_peer_class_filter(everyone)  # otherwise loopback peers belong to no capped class
    return session


def add_torrent(session, spec, torrent_path):
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(torrent_path)
    params.save_path = spec["savePath"]
    params.flags &= ~lt.torrent_flags.auto_managed
    params.flags &= ~lt.torrent_flags.paused
    if spec["seed"]:
        params.flags |= lt.torrent_flags.seed_mode  # trust the files: they were made a moment ago
    handle = session.add_torrent(params)
    for host, port in spec["peers"]:
        handle.connect_peer((host, port))
    return handle


def stats_of(handles):
    status = handles[0].status()
    return {
        "uploadedBytes": sum(handle.status().total_payload_upload for handle in handles),
        "downloadedBytes": status.total_payload_download,
        "peers": status.num_peers,
        "progress": status.progress,
        "seeding": status.is_seeding,
    }


def answer(session, handles, command):
    if command["do"] == "rate":
        session.apply_settings({"upload_rate_limit": command["uploadBytesPerSec"]})
    if command["do"] == "connect":
        handles[0].connect_peer((command["host"], command["port"]))
    return stats_of(handles)


def wait_for_port(session):
    deadline = time.monotonic() + 10
    while session.listen_port() == 0 and time.monotonic() < deadline:
        time.sleep(0.01)
    return session.listen_port()


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main():
    spec = json.loads(sys.argv[1])
    session = open_session(spec)
    handles = [add_torrent(session, spec, path) for path in [spec["torrent"], *spec.get("alsoTorrents", [])]]
    say({"event": "ready", "port": wait_for_port(session)})
    finished = False
    unread = b""
    while True:
        readable, _, _ = select.select([0], [], [], 0.2)
        if readable:
            arrived = os.read(0, 65536)
            if arrived == b"":
                return
            *lines, unread = (unread + arrived).split(b"\n")
            for command in map(json.loads, lines):
                say({"event": "answer", "id": command["id"], **answer(session, handles, command)})
        if not finished and not spec["seed"] and handles[0].status().is_seeding:
            finished = True
            say({"event": "finished"})


main()
