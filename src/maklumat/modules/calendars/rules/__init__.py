"""Working time, promises and the stopwatch: pure Python, exact, without Django."""
