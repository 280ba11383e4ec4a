"""A JupyterHub on this machine's loopback with students in homes of their own, for tests/test_hub.py.

`room` starts and ends it, `inside` and `config` run in it, `student` is somebody at a seat, `meter` looks at what they
cost.
"""
