"""Steers a Chromecast with a library that nobody here wrote: argv are host, port, film, subtitles. Prints what it sees as lines."""
import sys
import time

import pychromecast

host, port, film, subtitles = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]


def wait_for(what, is_so):
    until = time.time() + 20
    while not is_so():
        if time.time() > until:
            print("not seen: " + what, flush=True)
            sys.exit(1)
        time.sleep(0.05)
    print("seen: " + what, flush=True)


cast = pychromecast.get_chromecast_from_host((host, port, None, "Chromecast", "Lab"), tries=3)
cast.wait(timeout=20)
media = cast.media_controller
media.play_media(film, "video/mp4", subtitles=subtitles, subtitles_mime="text/vtt", current_time=5)
wait_for("playing", lambda: media.status.player_state == "PLAYING")
media.pause()
wait_for("paused", lambda: media.status.player_state == "PAUSED")
media.seek(30)
wait_for("jumped", lambda: media.status.current_time >= 30)
media.play()
wait_for("playing again", lambda: media.status.player_state == "PLAYING")
cast.set_volume(0.25)
wait_for("quieter", lambda: abs(cast.status.volume_level - 0.25) < 0.01)
cast.quit_app()
wait_for("ended", lambda: cast.app_id is None)
cast.disconnect()
