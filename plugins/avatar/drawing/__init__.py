"""The drawn avatar: our own figure in flat colours, painted anew for every frame by skia."""
