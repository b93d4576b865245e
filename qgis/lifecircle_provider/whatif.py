"""What if: the city before and after edits, side by side."""
import json
import os
import pathlib
import shutil
import tempfile

from qgis.core import (
    QgsDistanceArea,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingMultiStepFeedback,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from . import program, styles
from .algorithms import Algorithm, load, source_of
from .words import tr

ORDER = [QgsWkbTypes.LineGeometry, QgsWkbTypes.PolygonGeometry, QgsWkbTypes.PointGeometry]  # that of `check --edits`
LEAST_M2 = 1  # what is smaller, of a difference of two areas, is an edge drawn twice


class Report:
    """The numbers of a report, and the service areas of the same run."""

    def __init__(self, report, areas):
        read = json.loads(pathlib.Path(report).read_text(encoding="utf-8"))
        self.indicators = [one["id"] for one in read["lifecircle"]["indicators"]]
        self.ratios = {one["id"]: one["ratio"] for one in read["lifecircle"]["indicators"]}
        self.rows = [feature["properties"] for feature in read["features"]]
        layer = QgsVectorLayer(f"{areas}|layername=areas", "areas", "ogr")
        self.crs = layer.crs()
        self.areas = {one["indicator"]: one.geometry() for one in layer.getFeatures()}


def difference(before, after):
    """After less before, to the six decimals that both have."""
    return None if before is None or after is None else round(after - before, 6)


def fields(*named):
    made = QgsFields()
    for name, kind in named:
        made.append(QgsField(name, kind))
    return made


def add_layer(path, name, fields, kind, crs, features, context):
    """One more layer of a GeoPackage."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    options.actionOnExistingFile = QgsVectorFileWriter.CreateOrOverwriteLayer
    writer = QgsVectorFileWriter.create(str(path), fields, kind, crs, context.transformContext(), options)
    for feature in features:
        writer.addFeature(feature)
    failed = writer.errorMessage() if writer.hasError() else None
    del writer
    if failed:
        raise QgsProcessingException(failed)


def feature_of(fields, geometry, values):
    made = QgsFeature(fields)
    made.setGeometry(geometry)
    made.setAttributes(values)
    return made


def write_change(path, before, after, context):
    """Layer `change`: the communities, with every indicator's share before and after, and what lies between."""
    communities = QgsVectorLayer(f"{path}|layername=communities", "communities", "ogr")
    columns = [("id", QVariant.String), ("name", QVariant.String)]
    for one in after.indicators:
        columns += [(f"{one}_{when}", QVariant.Double) for when in ("before", "after", "change")]
    made, features = fields(*columns), []
    for feature, old, new in zip(communities.getFeatures(), before.rows, after.rows):
        values = [new["id"], new["name"]]
        for one in after.indicators:
            values += [old[one], new[one], difference(old[one], new[one])]
        features.append(feature_of(made, feature.geometry(), values))
    crs = communities.crs()
    del communities
    add_layer(path, "change", made, QgsWkbTypes.MultiPolygon, crs, features, context)


def parts(geometry):
    """The polygons of what an overlay gives, lines and points apart."""
    for part in geometry.asGeometryCollection():
        if part.type() == QgsWkbTypes.PolygonGeometry:
            yield part


def cut(whole, less):
    """A polygon without another one."""
    rest = whole.difference(less)
    if rest.isNull():
        rest = whole.makeValid().difference(less.makeValid())
    if rest.isNull():
        raise QgsProcessingException(tr("What is gained and lost cannot be drawn") + f": {rest.lastError()}")
    return rest


def changed_ground(before, after, feedback):
    """(indicator, kind, polygon) for all that is gained or lost."""
    for number, one in enumerate(after.indicators):
        if feedback.isCanceled():
            return
        feedback.setProgress(100 * number / len(after.indicators))
        old, new = before.areas.get(one, QgsGeometry()), after.areas.get(one, QgsGeometry())
        if old.equals(new):
            continue
        for kind, whole, less in (("gained", new, old), ("lost", old, new)):
            if whole.isNull():
                continue
            for part in parts(whole if less.isNull() else cut(whole, less)):
                yield one, kind, part


def write_gained_lost(path, before, after, context, feedback):
    """Layer `gained_lost`: polygons, the largest of each indicator first."""
    measure = QgsDistanceArea()
    measure.setSourceCrs(after.crs, context.transformContext())
    measure.setEllipsoid("WGS84")
    made = fields(("indicator", QVariant.String), ("kind", QVariant.String), ("area_m2", QVariant.Double))
    found = [(one, kind, round(measure.measureArea(part), 1), part) for one, kind, part in changed_ground(before, after, feedback)]
    number = {one: k for k, one in enumerate(after.indicators)}
    found = sorted((f for f in found if f[2] >= LEAST_M2), key=lambda f: (number[f[0]], -f[2]))
    features = [feature_of(made, part, [one, kind, area]) for one, kind, area, part in found]
    add_layer(path, "gained_lost", made, QgsWkbTypes.Polygon, after.crs, features, context)


class WhatIf(Algorithm):
    NAME, TITLE = "whatif", "What if"
    HELP = ("Checks the city as it is and as it would be with edits: facilities added, closed or moved, paths built or closed. Draw the "
            "edits in the layers that 'lifecircle edits --template plan.gpkg' writes. Lines are carried out first, then areas, then "
            "points. The result has everything after the edits, each community's share before and after with the change between, and "
            "the ground that is gained and lost.")  # fmt: skip

    def addOwnParameters(self):
        self.addParameter(QgsProcessingParameterMultipleLayers("EDITS", tr("Edits (layers with a field op)"), QgsProcessing.TypeVector))
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", tr("Before and after"), "GeoPackage (*.gpkg)"))

    def edits(self, parameters, context, feedback):
        """The SOURCEs of the edits. A file without a layer's name is all of its layers, in the program's order."""
        given = parameters["EDITS"]
        given = given if isinstance(given, (list, tuple)) else [given]
        files = [one for one in given if isinstance(one, str) and os.path.isfile(one)]
        rest = [one for one in given if one not in files]
        layers = self.parameterAsLayerList({"EDITS": rest}, "EDITS", context) if rest else []
        layers.sort(key=lambda layer: ORDER.index(layer.geometryType()) if layer.geometryType() in ORDER else len(ORDER))
        drawn = [layer for layer in layers if layer.featureCount() != 0]
        if not drawn and not files:
            raise QgsProcessingException(tr("There is nothing in the layers of edits: draw in them first"))
        return [source_of(layer, "edits", context, feedback) for layer in drawn] + files

    def sources(self, parameters, context, feedback):
        return {**super().sources(parameters, context, feedback), "edits": self.edits(parameters, context, feedback)}

    def processAlgorithm(self, parameters, context, feedback):
        path = pathlib.Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        steps = QgsProcessingMultiStepFeedback(3, feedback)
        call = ["check", *self.prepared("city"), "--no-fail"]
        edits = [word for one in self.prepared("edits") for word in ("--edits", one)]
        with tempfile.TemporaryDirectory(prefix="lifecircle-") as folder:
            place = pathlib.Path(folder)
            program.run([*call, "-o", place / "before.geojson", "--areas", place / "before.gpkg"], steps, lambda line: False)
            steps.setCurrentStep(1)
            if not feedback.isCanceled():
                program.run([*call, *edits, "-o", place / "after.geojson", "--gpkg", place / "after.gpkg"], steps,
                            lambda line: folder not in line)  # fmt: skip
            steps.setCurrentStep(2)
            if not feedback.isCanceled():
                self.compare(place, context, steps)
            if feedback.isCanceled():
                return {}
            replace(place / "after.gpkg", path)
        load(context, path, "change", tr("Change of the shares"))
        load(context, path, "gained_lost", tr("Gained and lost"))
        return {"OUTPUT": str(path)}

    def compare(self, place, context, feedback):
        """Put the two layers of the comparison beside those of the city after the edits, with their styles."""
        path = place / "after.gpkg"
        before, after = Report(place / "before.geojson", place / "before.gpkg"), Report(place / "after.geojson", path)
        write_change(path, before, after, context)
        write_gained_lost(path, before, after, context, feedback)
        changed = [one for one in after.indicators if before.ratios[one] != after.ratios[one]] or after.indicators
        styles.save(path, after.indicators, changed[0])
        for one in changed:
            old, new = before.ratios[one], after.ratios[one]
            if None not in (old, new):
                feedback.pushInfo(f"{one}: {old:.6f} -> {new:.6f} ({new - old:+.6f})")


def replace(made, path):
    """Put a finished file in its place, whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        shutil.copyfile(made, beside)
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise QgsProcessingException(f"{path}: {error.strerror}") from error
