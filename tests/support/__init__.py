"""What tests and benchmarks share: a driver for JupyterLab, answers to exercises, words of a picture."""
