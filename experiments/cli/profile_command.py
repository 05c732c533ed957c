"""``routesim profile``: irregular migration in, from and through one country."""
def profile() -> None:
    """X."""
