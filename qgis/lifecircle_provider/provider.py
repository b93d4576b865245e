"""The provider, with its algorithms."""
from qgis.core import QgsProcessingProvider

from .algorithms import Areas, Check, Distance, Gaps, Site
from .whatif import WhatIf


class Provider(QgsProcessingProvider):
    def id(self):
        return "lifecircle"

    def name(self):
        return "lifecircle"

    def longName(self):
        return "lifecircle: walking-distance coverage"

    def loadAlgorithms(self):
        for algorithm in (Check, Areas, Gaps, Distance, Site, WhatIf):
            self.addAlgorithm(algorithm())
