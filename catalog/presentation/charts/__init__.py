"""Charts as readers see them: the drawing, what it says in a sentence, and the table of the same facts with where each was read."""

from catalog.presentation.charts.chart import Asked, Chart
from catalog.presentation.charts.overview import CHARTS, overview

__all__ = ["CHARTS", "Asked", "Chart", "overview"]
