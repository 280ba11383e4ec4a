"""The settings of the room's hub: the course's own, and what makes a test of them."""

import json
import os
import sys
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner

c = get_config()  # noqa: F821  JupyterHub lends it
load_subconfig(str(Path(__file__).resolve().parents[3] / "classroom" / "jupyterhub_course.py"))  # noqa: F821

PLAN = json.loads(Path(os.environ["COURSE_HUB_PLAN"]).read_text("utf-8"))


class SeatSpawner(SimpleLocalProcessSpawner):
    """Starts each student's server as a user of their own, with a home that nobody else may enter.

    JupyterHub's own asks for users that the machine knows; a number is enough.
    """

    def make_preexec_fn(self, name):
        """What the new process does before it is a server: become its student."""
        uid, home = PLAN["uids"][name], self.home_dir

        def become():
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            os.chdir(home)

        return become


c.JupyterHub.spawner_class = SeatSpawner
c.SeatSpawner.home_dir_template = f"{PLAN['homes']}/{{username}}"
c.SeatSpawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.SeatSpawner.environment.update(PLAN["environment"])
# Whoever runs the tests may have settings of their own, which are no student's.
c.SeatSpawner.env_keep = ["PATH", "PYTHONPATH", "LANG"]

# One password for all, which a class must not have: who else may log in is not what is tested here.
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = PLAN["password"]
c.Authenticator.allowed_users = set(PLAN["uids"])

c.JupyterHub.bind_url = PLAN["url"]
c.JupyterHub.hub_bind_url = PLAN["hub_url"]
# A process of its own, as on Kubernetes and in The Littlest JupyterHub: connections outlive a hub.
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = PLAN["proxy_url"]
c.JupyterHub.db_url = f"sqlite:///{PLAN['hub']}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{PLAN['hub']}/cookie_secret"
