"""Predictions of lesson 02 as chains of steps."""

from tests.support.chains import Chain

#: Windows in a row of n pixels, a kernel f wide, stride s. The first row divides evenly and the second does not, so
#: rounding to the nearest is rounding up, and all ways to lose a window where it divides evenly end alike.
WINDOWS = {
    "right": lambda n, f, s: (n - f) // s + 1,
    "rounds up": lambda n, f, s: -(-(n - f) // s) + 1,
    "counts jumps not windows": lambda n, f, s: (n - f) // s,
    "one window too many": lambda n, f, s: (n - f) // s + 2,
    "one window too few where it divides evenly": lambda n, f, s: (n - f + 1) // s,
    "keeps the fraction": lambda n, f, s: (n - f) / s + 1,
    "divides the room and keeps the fraction": lambda n, f, s: (n - f) / s,
    "divides the row and keeps the fraction": lambda n, f, s: n / s,
    "divides the places and keeps the fraction": lambda n, f, s: (n - f + 1) / s,
    "nothing because it does not divide": lambda n, f, s: 0 if (n - f) % s else (n - f) // s + 1,
    "ignores the width of the kernel": lambda n, f, s: n // s,
    "forgets to take the kernel off": lambda n, f, s: n // s + 1,
    "pads the row unasked": lambda n, f, s: -(-n // s),
    "windows side by side": lambda n, f, s: n // f,
    "windows side by side and the rest": lambda n, f, s: -(-n // f),
    "jumps from the end of the window": lambda n, f, s: (n - f) // (f + s) + 1,
    "the row by kernel and stride": lambda n, f, s: n // (f + s),
    "kernel and stride exchanged": lambda n, f, s: (n - s) // f + 1,
    "half of the kernel": lambda n, f, s: (n - f // 2) // s + 1,
    "a kernel at either end": lambda n, f, s: (n - 2 * f) // s + 1,
    "what is left over": lambda n, f, s: (n - f) % s,
    "the room alone": lambda n, f, s: n - f,
    "the row alone": lambda n, f, s: n,
    "the row less kernel and stride": lambda n, f, s: n - f - s,
}

#: Unread pixels of a row: its size, the kernel, a gap between two windows, the windows, what is left over at the end.
UNREAD = {
    "right": lambda row, kernel, gap, windows, end: (windows - 1) * gap + end,
    "one window too few": lambda row, kernel, gap, windows, end: row - (windows - 1) * kernel,
    "one window too many": lambda row, kernel, gap, windows, end: row - (windows + 1) * kernel,
    "the end only": lambda row, kernel, gap, windows, end: end,
    "the gaps only": lambda row, kernel, gap, windows, end: (windows - 1) * gap,
    "a gap behind every window": lambda row, kernel, gap, windows, end: windows * gap + end,
    "a pixel too few behind the last window": lambda row, kernel, gap, windows, end: windows * gap,
    "counts the pixels read": lambda row, kernel, gap, windows, end: windows * kernel,
    "one gap only": lambda row, kernel, gap, windows, end: gap + end,
    "every pixel is read": lambda row, kernel, gap, windows, end: 0,
    "gaps as long as the kernel": lambda row, kernel, gap, windows, end: (windows - 1) * kernel + end,
    "the row by the stride": lambda row, kernel, gap, windows, end: row % (kernel + gap),
    "the row by the kernel": lambda row, kernel, gap, windows, end: row % kernel,
    "all but the jumps": lambda row, kernel, gap, windows, end: row - windows * (kernel + gap),
    "all but one pixel of each window": lambda row, kernel, gap, windows, end: row - windows,
    "the windows": lambda row, kernel, gap, windows, end: windows,
    "the gaps and not their pixels": lambda row, kernel, gap, windows, end: windows - 1,
    "the places where no window starts": lambda row, kernel, gap, windows, end: row - kernel + 1 - windows,
    "a share of the row": lambda row, kernel, gap, windows, end: ((windows - 1) * gap + end) / row,
    "kernel and stride exchanged": lambda row, kernel, gap, windows, end: (41 - 8) % 2,
}

CHAINS = {
    "windows_in_a_row": Chain(
        lambda windows, numbers, order: order((windows(33, *numbers), windows(56, *numbers))),
        {
            "windows": WINDOWS,
            "numbers": {
                "right": (9, 3),
                "ignores the stride": (9, 1),
                "skips three pixels": (9, 4),
                "skips one pixel fewer": (9, 2),
            },
            "order": {"right": lambda pair: pair, "the second row first": lambda pair: pair[::-1]},
        },
    ),
    "pixels_unread": Chain(
        lambda unread, gap, end: unread(41, 2, gap, 5, end),
        {
            "unread": UNREAD,
            "gap": {"right": 6, "gaps of eight": 8, "gaps a pixel too short": 5, "gaps a pixel too long": 7},
            "end": {
                "right": 7,
                "a pixel too few behind the last window": 6,
                "a pixel too many behind the last window": 8,
            },
        },
    ),
}
