"""The Equal Earth projection: areas keep their true proportions.

Source: B. Šavrič, T. Patterson, B. Jenny, The Equal Earth map projection, International Journal of Geographical
Information Science 33 (2019), published on line in 2018.
"""

import math

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2


def project(lon: float, lat: float, *, centre: float = 0.0) -> tuple[float, float]:
    """Return x (east) and y (north) on a sphere of radius 1.

    Parameters
    ----------
    lon, lat : degrees; the caller keeps ``lon`` within 180 degrees of ``centre``.
    centre : central meridian, degrees.

    Examples
    --------
    >>> project(0, 0)
    (0.0, 0.0)
    >>> [round(value, 4) for value in project(180, 0)], [round(value, 4) for value in project(0, 90)]
    ([2.7066, 0.0], [0.0, 1.3174])
    """
    theta = math.asin(M * math.sin(math.radians(lat)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)
    x = math.radians(lon - centre) * math.cos(theta) / (M * slope)
    y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))
    return x, y
