import numpy as np


def wilson_interval(k, n, z=1.959963984540054):
    k = np.asarray(k, float)
    n = np.asarray(n, float)
    p = k / n
    c = (p + z * z / 2 / n) / (1 + z * z / n)
    h = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return c - h, c + h
