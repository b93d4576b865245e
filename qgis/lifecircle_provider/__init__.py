"""lifecircle in QGIS: a provider of Processing algorithms that run the program."""


def classFactory(iface):
    from .plugin import Plugin

    return Plugin()
