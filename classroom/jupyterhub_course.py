"""What a hub should know of the course, whichever way it starts servers: time limits, first page, threads.

For a hub on one machine: `load_subconfig("…/classroom/jupyterhub_course.py")` in its jupyterhub_config.py, or as a file
in The Littlest JupyterHub's jupyterhub_config.d. On Kubernetes classroom/values.yaml says the same; a test holds both
together. tests/test_hub.py runs eight students with exactly these settings.
"""

c = get_config()  # noqa: F821  JupyterHub lends it

# Eight students who start at once on two busy cores did not answer within JupyterHub's 30 seconds.
c.Spawner.http_timeout = 120
c.Spawner.start_timeout = 300
# A restart of the hub, or of the proxy, ends nobody's server.
c.JupyterHub.cleanup_servers = False

# The copies that classroom/jupyter_server_config.py lays into each home.
c.Spawner.default_url = "/lab/tree/cnns-by-hand/00_start_here.ipynb"
# NumPy and TensorFlow would otherwise start one thread for each core of the machine, in each of thirty kernels.
c.Spawner.environment.update({"OMP_NUM_THREADS": "2", "TF_NUM_INTRAOP_THREADS": "2", "TF_NUM_INTEROP_THREADS": "2"})
