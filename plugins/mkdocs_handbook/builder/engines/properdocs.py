"""The engine ProperDocs, a fork of MkDocs that runs its plugins: it takes the place of MkDocs in this process.

Whatever imports a module of MkDocs after this one gets that of ProperDocs.
"""

from __future__ import annotations

import logging

# isort: split
# Before all that imports MkDocs.
from properdocs import replacement  # noqa: F401

# isort: split
from mkdocs_handbook.builder.engines.mkdocs import build as build
from mkdocs_handbook.builder.engines.mkdocs import serve as serve

# Plugins may use the name of MkDocs' logger, and whoever listens to that of ProperDocs is to hear them.
logging.getLogger("mkdocs").parent = logging.getLogger("properdocs")
