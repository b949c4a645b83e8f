"""The settings of a chain behind HTTPS, for Django's own deployment check."""

import os

os.environ["BEHIND_HTTPS"] = "true"
os.environ["SECRET_KEY"] = "only-for-this-check-" + "0123456789abcdef" * 3

from config.settings import *

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # other sites of the chain's domain are not ours to bind to HTTPS
    "security.W008",  # the proxy in front sends http to https
    "security.W021",  # nor is the preload list ours to join
]
