"""Studies: what a scenario is validated against, what is free in it, and how its documents are read, in one folder.

A study is found here; its tables are read in :mod:`calibration`, which compares them with runs.
"""

from scenarios.studies.study import FILES, Study, folder_at, names, read_study, study_folders

__all__ = ["FILES", "Study", "folder_at", "names", "read_study", "study_folders"]
