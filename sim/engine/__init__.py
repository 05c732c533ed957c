"""The engine: the only place that compiles; the model, whose step is the agenda of a tick; the record of a run; :func:`~sim.engine.run.run`."""
