"""The explorer: a page in the browser that asks questions of ``routesim compare`` and shows the answers while their runs come in.

What is asked, how far it is and what is known (:mod:`~experiments.explore.desk`) know nothing of the page; the page (:mod:`~experiments.explore.page`) shows it
with ``nicegui``, which is an extra. Runs are those of comparisons, in the folders of comparisons: there is no second runner and no second store.
"""
