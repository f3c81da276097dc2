"""The files of the page: HTML, styles and scripts, served as they are."""
