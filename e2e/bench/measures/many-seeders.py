"""Many small libtorrent seeders of one torrent in one process, each at a loopback address of its own. Ends when its input does."""

import json
import sys
import time

import libtorrent as lt


def open_seeder(spec, host):
    session = lt.session(
        {
            "listen_interfaces": f"{host}:0",
            "outgoing_interfaces": "",
            "enable_dht": False,
            "enable_lsd": False,
            "enable_upnp": False,
            "enable_natpmp": False,
            "enable_incoming_utp": False,
            "enable_outgoing_utp": False,
            "unchoke_slots_limit": -1,
            "aio_threads": 1,
            "hashing_threads": 1,
            "alert_mask": 0,
        }
    )
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(spec["torrent"])
    params.save_path = spec["savePath"]
    params.flags &= ~lt.torrent_flags.auto_managed
    params.flags &= ~lt.torrent_flags.paused
    params.flags |= lt.torrent_flags.seed_mode
    return session, session.add_torrent(params)


def port_of(session):
    deadline = time.monotonic() + 20
    while session.listen_port() == 0 and time.monotonic() < deadline:
        time.sleep(0.01)
    return session.listen_port()


def main():
    spec = json.loads(sys.argv[1])
    hosts = [f"127.0.40.{i + 1}" for i in range(spec["count"])]
    seeders = [open_seeder(spec, host) for host in hosts]
    addresses = [f"{host}:{port_of(session)}" for host, (session, _) in zip(hosts, seeders)]
    print(json.dumps({"event": "ready", "addresses": addresses}), flush=True)
    for _ in sys.stdin:
        sent = sum(handle.status().total_payload_upload for _, handle in seeders)
        print(json.dumps({"event": "sent", "bytes": sent}), flush=True)


main()
