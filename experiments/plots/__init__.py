"""Pictures of results. They read the stored tables and the stored scenario only, never the model."""

from experiments.plots.run_pictures import PICTURES, draw_all

__all__ = ["PICTURES", "draw_all"]
