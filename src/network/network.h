/* The walk network: a compact graph of junctions and edges that keep their geometry. */
#ifndef LC_NETWORK_NETWORK_H
#define LC_NETWORK_NETWORK_H

#include "geo/index.h"
#include "network/holders.h"
#include "network/paths.h"

/* What an edge is: a path of the source, a straight way across a square, or what joins an island (islands.h). */
typedef enum lc_edge_kind { LC_EDGE_PATH = 0, LC_EDGE_SQUARE, LC_EDGE_JOINT } lc_edge_kind;
/* "path", "square", "joint". */
const char *lc_edge_kind_name(lc_edge_kind kind);

/* What joins an island: where it begins, and how long it is. */
typedef struct lc_island_joint {
    lc_xy at;
    double length_m;
} lc_island_joint;

/*
 * Nodes are the vertices where not exactly two segments meet (a ring without junction gets one), numbered so that near
 * ones mostly have near numbers. Edge e runs from node_u[e] to node_v[e] through the vertices vert_of[e] ..
 * vert_of[e + 1] - 1, ends included; a vertex is known by its global number everywhere below. Undirected: half-edge h
 * of node n (half_of[n] .. half_of[n + 1] - 1) is edge half[h] to half_end[h]. Immutable once built, but for its
 * holders.
 */
typedef struct lc_half_end {
    double length_m;
    uint32_t node; /* the node there */
} lc_half_end;

typedef struct lc_network {
    lc_holders holders;
    size_t n_nodes, n_edges, n_verts, n_segs;
    uint32_t *node_u, *node_v; /* n_edges */
    double *length_m;          /* n_edges */
    uint8_t *kind;             /* n_edges, lc_edge_kind */
    bool *on_island;           /* n_edges: of components that are not major and were not joined; NULL: none is */
    size_t *vert_of;           /* n_edges + 1 */
    lc_xy *vert;               /* n_verts, metres */
    double *vert_s;            /* n_verts, metres from the edge's start */
    bool has_given;            /* lengths were given for its pieces, which count in the place of those drawn */
    struct lc_trait *trait;    /* n_verts: slopes and the like, ground.h; NULL unless they are asked for */
    uint32_t *vert_piece;      /* n_verts, in the making: the segment's piece, its first place in paths->vertex */
    uint32_t *vert_edge;       /* n_verts */
    uint32_t *coincident;      /* n_verts: next vertex at exactly the same place, a cycle; itself when alone */
    size_t *half_of;           /* n_nodes + 1 */
    uint32_t *half;            /* 2 * n_edges */
    lc_half_end *half_end;     /* 2 * n_edges: what a search needs of an edge, side by side */
    uint32_t *seg_vert;        /* n_segs: segment i runs from vertex seg_vert[i] to the next */
    lc_index *index;           /* over the segments */
    size_t components, dropped_components;
    double flat_m;             /* length of path without a height, where slopes were asked for */
    double total_m, dropped_m; /* path lengths, without the straight ways across squares */
    size_t square_links;       /* edges straight across squares */
    size_t n_joints;           /* edges that join islands; their lengths are in total_m */
    lc_island_joint *joint;    /* n_joints */
    size_t islands;            /* components that are not major, and islands_m of path: on_island */
    double islands_m;
} lc_network;

/* The piece of what lies on no path: a joint, a straight way across a square. */
#define LC_NO_PIECE UINT32_MAX

/* How a network is made of paths (docs/definitions.md, section 3). {0} leaves out and joins nothing. */
typedef struct lc_network_rules {
    double min_component_m;         /* components with less path are left out */
    double island_gap_m;            /* islands are joined over gaps up to this */
    const struct lc_ground *ground; /* slopes, stairs, crossings: ground.h; NULL: they do not count */
} lc_network_rules;

/* Number the nodes along a Hilbert curve, so that what a search has in hand lies together in memory. To be called
   before anything but the edges and their vertices is there. false when memory is out. */
bool lc_network_order_nodes(lc_network *network);
/* From the edges and their vertices fill half_of, half and half_end; vert_edge, seg_vert, n_segs and index; coincident.
   The three write nothing in common. false when memory is out. */
bool lc_network_link_halves(lc_network *network);
bool lc_network_index_segments(lc_network *network);
bool lc_network_chain_twins(lc_network *network);
/* One more that has it, to be freed as well; not by several threads at once. */
lc_network *lc_network_hold(lc_network *network);
void lc_network_free(lc_network *network);

/* A place on the network: s metres from the start of an edge. */
typedef struct lc_spot {
    uint32_t edge;
    double s_m;
} lc_spot;

/* Places of the network nearest to a point: one, or several when equally near (to 1 um). */
typedef struct lc_spots {
    lc_spot *spot;
    size_t n, capacity;
    lc_items scratch;
} lc_spots;

#endif
