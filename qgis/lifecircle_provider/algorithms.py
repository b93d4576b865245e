"""The algorithms: parameters, the command they make, what they load."""
import shlex

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
    QgsProcessingUtils,
    QgsVectorLayer,
)

from . import program
from .words import tr

FORMATS = ["gpkg", "shp", "geojson", "fgb"]


def source_of_layer(layer):
    """A layer as a SOURCE: its file, its name in it, and its CRS where the file itself does not say one."""
    text = layer.source()
    own = layer.dataProvider().crs()
    if layer.crs().isValid() and (not own.isValid() or own != layer.crs()):
        text += f"|crs={layer.crs().authid()}"
    return text


def source_of(layer, name, context, feedback):
    """A layer's SOURCE. What the program would not find in its file goes into another one first: layers of other providers, and
    changes that are not saved yet."""
    unsaved = layer.isEditable() and layer.isModified()
    if layer.dataProvider().name() == "ogr" and not unsaved:
        return source_of_layer(layer)
    whole = layer.materialize(QgsFeatureRequest()) if unsaved else layer
    path, inside = QgsProcessingUtils.convertToCompatibleFormatAndLayerName(whole, False, name, FORMATS, "gpkg", context, feedback)
    return f"{path}|layername={inside}" if inside else path


class Algorithm(QgsProcessingAlgorithm):
    """What all have in common: the city, the profile, more options."""

    NAME = TITLE = HELP = ""

    def createInstance(self):
        return type(self)()

    def name(self):
        return self.NAME

    def displayName(self):
        return tr(self.TITLE)

    def shortHelpString(self):
        return tr(self.HELP)

    def initAlgorithm(self, configuration=None):
        self.profiles = program.profiles()
        polygons, lines = [QgsProcessing.TypeVectorPolygon], [QgsProcessing.TypeVectorLine]
        self.addParameter(QgsProcessingParameterFeatureSource("COMMUNITIES", tr("Communities"), polygons))
        for name, title in (("ID_FIELD", "Field with the id"), ("NAME_FIELD", "Field with the name")):
            self.addParameter(QgsProcessingParameterField(name, tr(title), parentLayerParameterName="COMMUNITIES", optional=True))
        self.addParameter(QgsProcessingParameterFile("OSM", tr("OpenStreetMap file"), optional=True))
        self.addParameter(QgsProcessingParameterFeatureSource("NETWORK", tr("Paths to walk on (lines)"), lines, optional=True))
        self.addParameter(QgsProcessingParameterMatrix(
            "FACILITIES", tr("Facilities: category, layer or path"), headers=[tr("Category"), tr("Layer or path")],
            numberRows=1, hasFixedNumberRows=False, optional=True))  # fmt: skip
        default = self.profiles.index("life-circle") if "life-circle" in self.profiles else 0
        self.addParameter(QgsProcessingParameterEnum("PROFILE", tr("Profile"), self.profiles, defaultValue=default))
        own = QgsProcessingParameterFile("PROFILE_FILE", tr("Profile of your own (.yaml), instead"), extension="yaml", optional=True)
        more = QgsProcessingParameterString("OPTIONS", tr("More options of the program"), optional=True)
        for parameter in (own, more):
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
            self.addParameter(parameter)
        self.addOwnParameters()

    def addOwnParameters(self):
        raise NotImplementedError

    def prepareAlgorithm(self, parameters, context, feedback):
        """Sources are made here, in the thread that owns the layers. What is wrong with them is told by processAlgorithm: QGIS keeps the
        text of an exception only there."""
        self.made, self.wrong = {}, None
        try:
            self.made = self.sources(parameters, context, feedback)
        except QgsProcessingException as error:
            self.wrong = error
        return True

    def sources(self, parameters, context, feedback):
        """What the command has of layers, by name; "city" is the words of the city."""
        return {"city": self.city(parameters, context, feedback)}

    def prepared(self, name):
        if self.wrong:
            raise self.wrong
        return self.made[name]

    def source(self, parameters, name, context, feedback):
        """A layer's SOURCE; of selected features alone, a file that is made of them."""
        if parameters.get(name) is None or parameters[name] == "":
            return None
        layer = self.parameterAsVectorLayer(parameters, name, context)
        if layer and not getattr(parameters[name], "selectedFeaturesOnly", False):
            return source_of(layer, name, context, feedback)
        path, inside = self.parameterAsCompatibleSourceLayerPathAndLayerName(parameters, name, context, FORMATS, "gpkg", feedback)
        return f"{path}|layername={inside}" if inside else path

    def facilities(self, parameters, context, feedback):
        """CATEGORY=SOURCE for each row of the table."""
        cells = [str(cell).strip() for cell in self.parameterAsMatrix(parameters, "FACILITIES", context)]
        for category, asked in zip(cells[::2], cells[1::2]):
            if not category and not asked:
                continue
            if not category or not asked:
                raise QgsProcessingException(tr("A row of facilities needs a category and a layer"))
            layer = QgsProcessingUtils.mapLayerFromString(asked, context, allowLoadingNewLayers=False)
            yield f"{category}={source_of(layer, category, context, feedback) if layer else asked}"

    def city(self, parameters, context, feedback):
        arguments = ["--communities", self.source(parameters, "COMMUNITIES", context, feedback)]
        for option, name in (("--id-field", "ID_FIELD"), ("--name-field", "NAME_FIELD")):
            field = self.parameterAsString(parameters, name, context)
            if field:
                arguments += [option, field]
        osm = self.parameterAsFile(parameters, "OSM", context)
        network = self.source(parameters, "NETWORK", context, feedback)
        if not osm and not network:
            raise QgsProcessingException(tr("Give an OpenStreetMap file, or lines to walk on"))
        arguments += ["--osm", osm] if osm else []
        arguments += ["--network", network] if network else []
        for one in self.facilities(parameters, context, feedback):
            arguments += ["--facilities", one]
        own = self.parameterAsFile(parameters, "PROFILE_FILE", context)
        arguments += ["--profile", own or self.profiles[self.parameterAsEnum(parameters, "PROFILE", context)]]
        return arguments + shlex.split(self.parameterAsString(parameters, "OPTIONS", context) or "")


def load(context, path, name, title):
    """Show a layer of a GeoPackage when all is done; QGIS takes its style from the file."""
    source = f"{path}|layername={name}"
    layer = QgsVectorLayer(source, title, "ogr")
    if layer.isValid() and layer.featureCount() > 0:
        context.temporaryLayerStore().addMapLayer(layer)
        details = QgsProcessingContext.LayerDetails(title, context.project(), title)
        context.addLayerToLoadOnCompletion(layer.id(), details)


class Checked(Algorithm):
    """One output of `lifecircle check`."""

    OPTION = LAYERS = OUTPUT = None

    def addOwnParameters(self):
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", tr(self.OUTPUT), "GeoPackage (*.gpkg)"))

    def processAlgorithm(self, parameters, context, feedback):
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        arguments = ["check", *self.prepared("city"), "--no-fail", self.OPTION, path]
        program.run(arguments, feedback)
        if not feedback.isCanceled():
            for name, title in self.LAYERS:
                load(context, path, name, tr(title))
        return {"OUTPUT": path}


class Check(Checked):
    NAME, TITLE = "check", "Check coverage"
    HELP = ("Measures which share of every community is within walking reach, by the indicators of a profile: communities, service "
            "areas, gaps, facilities and paths, with styles.")  # fmt: skip
    OPTION, OUTPUT = "--gpkg", "Everything as a GeoPackage"
    LAYERS = [("communities", "Communities"), ("areas", "Service areas"), ("gaps", "Gaps")]


class Areas(Checked):
    NAME, TITLE, HELP = "areas", "Service areas", "The area within reach of each indicator's facilities, inside the communities."
    OPTION, OUTPUT, LAYERS = "--areas", "Service areas", [("areas", "Service areas")]


class Gaps(Checked):
    NAME, TITLE, HELP = "gaps", "Gaps", "What is not covered of each community, the largest first."
    OPTION, OUTPUT, LAYERS = "--gaps", "Gaps", [("gaps", "Gaps")]


class Distance(Algorithm):
    NAME, TITLE = "distance", "Walking distance"
    HELP = "The walking distance to the nearest facility of a category, as a raster of metres."

    def addOwnParameters(self):
        self.addParameter(QgsProcessingParameterString("CATEGORY", tr("Category of facilities"), "park"))
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("Walking distance")))

    def processAlgorithm(self, parameters, context, feedback):
        path = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        category = self.parameterAsString(parameters, "CATEGORY", context)
        program.run(["check", *self.prepared("city"), "--no-fail", "--field", f"{category}={path}"], feedback)
        return {"OUTPUT": path}


class Site(Algorithm):
    NAME, TITLE = "site", "Where to add"
    HELP = "Where new facilities cover the most, and how good the answer is."

    def addOwnParameters(self):
        self.addParameter(QgsProcessingParameterString("INDICATOR", tr("Indicator to be covered"), "store_500"))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "CANDIDATES", tr("Candidates (points or polygons)"), [QgsProcessing.TypeVectorAnyGeometry], optional=True))
        self.addParameter(QgsProcessingParameterNumber(
            "SPACING", tr("Candidates along paths, every so many metres"), defaultValue=50, minValue=1, maxValue=10000, optional=True))
        self.addParameter(QgsProcessingParameterNumber("COUNT", tr("Number of sites"), defaultValue=1, minValue=1))
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", tr("Sites"), "GeoPackage (*.gpkg)"))

    def sources(self, parameters, context, feedback):
        candidates = self.source(parameters, "CANDIDATES", context, feedback)
        if not candidates:
            candidates = f"paths:{self.parameterAsInt(parameters, 'SPACING', context)}"
        return {**super().sources(parameters, context, feedback), "candidates": candidates}

    def processAlgorithm(self, parameters, context, feedback):
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        program.run(["site", *self.prepared("city"), "--indicator",
                     self.parameterAsString(parameters, "INDICATOR", context), "--candidates", self.prepared("candidates"), "--count",
                     str(self.parameterAsInt(parameters, "COUNT", context)), "--gpkg", path], feedback)  # fmt: skip
        if not feedback.isCanceled():
            load(context, path, "sites", tr("Sites"))
        return {"OUTPUT": path}
