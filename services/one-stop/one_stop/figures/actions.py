"""Keeping what was told."""

from one_stop.figures.models import DailyFigure
from shared.messaging.kept_figures import keeping

keep_figure = keeping(DailyFigure)
