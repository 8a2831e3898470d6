"""What the long checks share: clips of any length, and what a process takes."""
import os
import subprocess


def loop(bevel, folder, size, rate_hz, seconds):
    """A simulated needle again and again, as long as you like.

    @return The clip: H.264, of which the same 40 s are copied one after another.
    """
    made, once, clip = (os.path.join(folder, name)
                        for name in ("made.mkv", "once.mkv", "clip.mkv"))
    subprocess.run([bevel, "simulate", "median-wrist", "-o", made, "--seconds",
                    "40", "--seed", "1"], check=True, capture_output=True)
    ffmpeg = ["ffmpeg", "-v", "error", "-y"]
    subprocess.run([*ffmpeg, "-r", str(rate_hz), "-i", made, "-vf",
                    f"scale={size}", "-c:v", "libx264", "-preset", "veryfast",
                    "-crf", "16", "-g", "60", "-pix_fmt", "yuv420p", "-r",
                    str(rate_hz), once], check=True)
    again = int(seconds * rate_hz / 1200)
    subprocess.run([*ffmpeg, "-stream_loop", str(again), "-i", once, "-t",
                    str(seconds), "-c", "copy", clip], check=True)
    os.remove(made)
    os.remove(once)
    return clip


def memory_mb(pid):
    """What a process has in memory now; 0 where it has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0
