#!/usr/bin/env python3
"""The release binary on this repository: from start to exit, peak memory, size on disk."""
import pathlib
import resource
import shutil
import statistics
import subprocess
import tempfile
import time

root = pathlib.Path(__file__).resolve().parent.parent
program = root / "target/release/crossfoot"
if not program.exists():
    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=root, check=True)
with tempfile.TemporaryDirectory() as folder:
    for name in ("raw", "schemas"):
        shutil.copytree(root / name, pathlib.Path(folder) / name)
    times = []
    for _ in range(30):
        start = time.perf_counter()
        subprocess.run([program, "-C", folder, "build"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"start to exit: median {statistics.median(times) * 1000:.1f} ms, slowest of 30 {max(times) * 1000:.1f} ms")
print(f"peak memory:   {peak:.1f} MB")
print(f"binary:        {program.stat().st_size / 1e6:.1f} MB")
