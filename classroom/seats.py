"""How many seats a machine holds, and what one costs: plain arithmetic with your own numbers.

    python classroom/seats.py --memory 64 --cores 8 --price 0.45 --learners 30 --hours 15

Nothing of the course or beside Python's own library is needed.
"""

import argparse
import math

#: GiB and cores that a seat is sure of, as in values.yaml; and what a machine keeps for itself.
SEAT_MEMORY, SEAT_CORES, KEPT_MEMORY = 1.2, 0.25, 4

MEANINGS = {
    "memory": "GiB of a machine",
    "cores": "of a machine",
    "price": "of a machine for an hour, in your money",
    "learners": "who come at the same time",
    "hours": "that each one's server runs in all, idle ones included",
}


def seats(memory, cores, seat_memory=SEAT_MEMORY, seat_cores=SEAT_CORES, kept=KEPT_MEMORY):
    """The seats that one machine holds: as many as both its memory and its cores allow.

    Parameters
    ----------
    memory : float
        GiB of the machine.
    cores : float
    seat_memory, seat_cores : float
        What a seat is sure of.
    kept : float
        GiB for the system itself.

    >>> seats(memory=64, cores=8)  # (64 − 4) / 1.2 = 50 by memory, 8 / 0.25 = 32 by cores
    32
    >>> seats(memory=32, cores=16)  # (32 − 4) / 1.2 = 23.3 by memory, 16 / 0.25 = 64 by cores
    23
    """
    # A millionth, since 1.2 × 5 is a little less than 6 for a computer.
    return max(0, math.floor(min((memory - kept) / seat_memory, cores / seat_cores) + 1e-6))


def machines(learners, memory, cores):
    """The machines that are needed for learners who come at the same time.

    >>> machines(100, memory=64, cores=8)  # 32 each
    4
    """
    held = seats(memory, cores)
    if not held:
        raise ValueError(f"a machine with {memory:g} GiB and {cores:g} cores holds no seat: take a larger one")
    return math.ceil(learners / held)


def cost(learners, hours, price, memory, cores):
    """What the hours of one learner cost, in the money that the price is in.

    Parameters
    ----------
    learners : int
        Who come at the same time.
    hours : float
        That a learner's server runs, idle ones until it is ended included.
    price : float
        Of one machine for an hour: yours, nothing is assumed.
    memory, cores : float
        Of one machine.

    >>> round(cost(learners=30, hours=15, price=1.0, memory=64, cores=8), 2)  # 1 machine × 15 h × 1.0 / 30
    0.5
    """
    return machines(learners, memory, cores) * hours * price / learners


def main(words=None):
    """Print the arithmetic for one kind of machine."""
    parser = argparse.ArgumentParser(description="How many seats a machine holds, and what one costs.")
    for name, meaning in MEANINGS.items():
        parser.add_argument(f"--{name}", type=_positive, required=True, help=meaning)
    given = parser.parse_args(words)
    memory, cores, learners = given.memory, given.cores, math.ceil(given.learners)
    by_memory, by_cores = f"({memory:g} - {KEPT_MEMORY}) GiB / {SEAT_MEMORY:g} GiB", f"{cores:g} cores / {SEAT_CORES:g}"
    try:
        count = machines(learners, memory, cores)
    except ValueError as problem:
        parser.error(str(problem))
    held, each = seats(memory, cores), cost(learners, given.hours, given.price, memory, cores)
    print(f"seats a machine   min({by_memory}, {by_cores}), rounded down = {held}")
    print(f"machines          {learners} / {held}, rounded up = {count}")
    print(f"a learner         {count} x {given.hours:g} h x {given.price:g} / {learners} = {each:.2f}")


def _positive(text):
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return value


if __name__ == "__main__":
    main()
