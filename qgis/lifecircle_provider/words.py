"""Texts in the language of QGIS: English, or Chinese."""
from qgis.core import QgsApplication

CHINESE = {
    "Communities": "社区",
    "Field with the id": "编码字段",
    "Field with the name": "名称字段",
    "OpenStreetMap file": "OpenStreetMap 文件",
    "Paths to walk on (lines)": "步行路网（线图层）",
    "Facilities: category, layer or path": "设施：类别、图层或路径",
    "Category": "类别",
    "Layer or path": "图层或路径",
    "Profile": "方案",
    "Profile of your own (.yaml), instead": "自备方案（.yaml），优先于上一项",
    "More options of the program": "程序的其他选项",
    "Everything as a GeoPackage": "全部结果（GeoPackage）",
    "Service areas": "服务范围",
    "Gaps": "缺口",
    "Walking distance": "步行距离",
    "Category of facilities": "设施类别",
    "Indicator to be covered": "要覆盖的指标",
    "Candidates (points or polygons)": "候选地（点或面）",
    "Candidates along paths, every so many metres": "沿道路的候选点间距（米）",
    "Number of sites": "选址个数",
    "Sites": "选址",
    "Check coverage": "检查覆盖率",
    "Where to add": "选址",
    "Measures which share of every community is within walking reach, by the indicators of a profile: communities, service "
    "areas, gaps, facilities and paths, with styles.": "按方案的指标测量各社区在步行范围内的占比：输出社区、服务范围、缺口、设施和路网，自带样式。",
    "The area within reach of each indicator's facilities, inside the communities.": "各指标的设施在社区内的服务范围。",
    "What is not covered of each community, the largest first.": "各社区未覆盖的部分，从大到小。",
    "The walking distance to the nearest facility of a category, as a raster of metres.": "到某类最近设施的步行距离栅格，单位为米。",
    "Where new facilities cover the most, and how good the answer is.": "新设施放在哪里覆盖最多，以及答案有多好。",
    "The program lifecircle was not found; install it, or set LIFECIRCLE_PROGRAM to its path": "找不到程序 lifecircle；请安装，或把 LIFECIRCLE_PROGRAM 设为其路径",
    "Give an OpenStreetMap file, or lines to walk on": "请给出 OpenStreetMap 文件，或步行路网",
    "What if": "如果……会怎样",
    "Checks the city as it is and as it would be with edits: facilities added, closed or moved, paths built or closed. Draw the "
    "edits in the layers that 'lifecircle edits --template plan.gpkg' writes. Lines are carried out first, then areas, then "
    "points. The result has everything after the edits, each community's share before and after with the change between, and "
    "the ground that is gained and lost.": "分别测量现状和修改后的城市：新增、关闭或移动设施，新建或封闭道路。"
    "请在“lifecircle edits --template plan.gpkg”生成的图层里绘制修改；先执行线，再执行面，最后执行点。"
    "结果包括修改后的全部图层、各社区修改前后的占比及变化，以及服务范围新增和减少的部分。",
    "Edits (layers with a field op)": "修改（带 op 字段的图层）",
    "Before and after": "修改前后对比",
    "There is nothing in the layers of edits: draw in them first": "修改图层里没有要素：请先绘制",
    "What is gained and lost cannot be drawn": "无法绘制新增和减少的范围",
    "Change of the shares": "占比变化",
    "Gained and lost": "新增和减少的范围",
    "no change": "无变化",
    "gained": "新增",
    "lost": "减少",
    "A row of facilities needs a category and a layer": "设施的每一行都要有类别和图层",
}


def is_chinese():
    return QgsApplication.locale().startswith("zh")


def tr(text):
    return CHINESE.get(text, text) if is_chinese() else text
