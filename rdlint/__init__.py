"""rdlint: the linter for apps on LiquidMetal's Raindrop platform."""

from __future__ import annotations

import os

__version__ = "0.3.0"

_here = os.path.dirname(os.path.abspath(__file__))
if not os.path.isdir(os.path.join(_here, "rules")):  # a checkout: rules/ lies beside this package
    __path__.append(os.path.dirname(_here))
