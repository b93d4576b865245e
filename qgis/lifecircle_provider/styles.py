"""How the layers of a comparison are drawn: styles in the GeoPackage, which QGIS finds by itself."""
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsProcessingException,
    QgsRendererCategory,
    QgsRendererRange,
    QgsVectorLayer,
)

from .words import tr

# From lost to gained (ColorBrewer's RdBu, which colour-blind eyes tell apart), by the change of a share.
STEPS = [(-1, -0.1, "#b2182b"), (-0.1, -0.02, "#ef8a62"), (-0.02, -5e-7, "#fddbc7"), (-5e-7, 5e-7, "#f7f7f7"), (5e-7, 0.02, "#d1e5f0"),
         (0.02, 0.1, "#67a9cf"), (0.1, 1, "#2166ac")]  # fmt: skip
GROUND = {"gained": ("#ffffff", "#1d4f91"), "lost": ("#7c2d12", "#c2410c")}  # fill and outline, as on the page of `lifecircle serve`


def label_of(low, high):
    if low < 0 < high:
        return tr("no change")
    if high > 0:
        return f"{100 * max(low, 0):+.0f} … {100 * high:+.0f} %".replace("+0 …", "0 …")
    return f"{100 * low:+.0f} … {100 * high:+.0f} %".replace("-0 %", "0 %").replace("+0 %", "0 %")


def change_renderer(indicator):
    ranges = []
    for low, high, colour in STEPS:
        symbol = QgsFillSymbol.createSimple({"color": colour, "outline_color": "#666666", "outline_width": "0.2"})
        ranges.append(QgsRendererRange(low, high, symbol, label_of(low, high)))
    return QgsGraduatedSymbolRenderer(f"{indicator}_change", ranges)


def ground_renderer(indicators, shown):
    categories = []
    for one in indicators:
        for kind, (fill, outline) in GROUND.items():
            symbol = QgsFillSymbol.createSimple({"color": fill, "outline_color": outline, "outline_width": "0.5"})
            symbol.setOpacity(0.75)
            categories.append(QgsRendererCategory(f"{one} {kind}", symbol, f"{one}: {tr(kind)}", one == shown))
    return QgsCategorizedSymbolRenderer("\"indicator\" || ' ' || \"kind\"", categories)


def save_one(path, layer_name, renderer, name, default):
    layer = QgsVectorLayer(f"{path}|layername={layer_name}", layer_name, "ogr")
    layer.setRenderer(renderer)
    failed = layer.saveStyleToDatabase(name, "", default, "")
    if failed:
        raise QgsProcessingException(failed)


def save(path, indicators, shown):
    """A style of `change` for each indicator, and one of `gained_lost`; `shown` is the indicator that is drawn first."""
    for one in indicators:
        save_one(path, "change", change_renderer(one), one, one == shown)
    save_one(path, "gained_lost", ground_renderer(indicators, shown), "gained_lost", True)
