# A page with a map, from its parts and Leaflet's:
#   cmake -D PARTS=folder -D NAME=map -D SCRIPTS=text,data,main -D LEAFLET=folder -D OUTPUT=map.html -P compose.cmake
# PARTS holds NAME.html and NAME.css; scripts that it does not have are those of this folder.
# What would be fetched when the page is opened is taken out of Leaflet: its images, which the map does not use, and the
# source maps.
file(READ ${PARTS}/${NAME}.html page)
file(READ ${PARTS}/${NAME}.css map_css)
file(READ ${CMAKE_CURRENT_LIST_DIR}/leaflet-licence.txt licence)
file(READ ${LEAFLET}/leaflet.css leaflet_css)
file(READ ${LEAFLET}/leaflet.min.js leaflet_js)
set(scripts "")
string(REPLACE "," ";" SCRIPTS "${SCRIPTS}")
foreach(part ${SCRIPTS})
  if(EXISTS ${PARTS}/${part}.js)
    file(READ ${PARTS}/${part}.js script)
  else()
    file(READ ${CMAKE_CURRENT_LIST_DIR}/${part}.js script)
  endif()
  string(APPEND scripts "${script}\n")
endforeach()

string(REGEX REPLACE "background-image: *url\\(images/[^)]*\\);?" "" leaflet_css "${leaflet_css}")
string(REGEX REPLACE "/\\*# sourceMappingURL=[^*]*\\*/" "" leaflet_css "${leaflet_css}")
string(REGEX REPLACE "//# sourceMappingURL=[^\n]*" "" leaflet_js "${leaflet_js}")
foreach(text IN ITEMS "${leaflet_js}" "${scripts}")
  if(text MATCHES "</script|<!--")
    message(FATAL_ERROR "compose.cmake: a script holds '</script' or '<!--', which would end it early in a page")
  endif()
endforeach()
if(leaflet_css MATCHES "url\\(images")
  message(FATAL_ERROR "compose.cmake: ${LEAFLET}/leaflet.css still asks for an image")
endif()

string(REPLACE "{{leaflet.css}}" "${leaflet_css}" page "${page}")
string(REPLACE "{{map.css}}" "${map_css}" page "${page}")
string(REPLACE "{{leaflet-licence.txt}}" "${licence}" page "${page}")
string(REPLACE "{{map.js}}" "${scripts}" page "${page}")
string(REPLACE "{{leaflet.js}}" "${leaflet_js}" page "${page}")
file(WRITE ${OUTPUT} "${page}")
