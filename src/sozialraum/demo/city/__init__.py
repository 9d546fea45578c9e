"""The plan of Lindenfurt, the invented city of the demo.

Everything here is pure: a seed and a scale go in, Arrow tables come out. Nothing touches a database, a
clock or the network. Lindenfurt, its people and its organizations are invented; where a name resembles a
real one, that is chance. The public face is `sozialraum.demo.city.plan`.
"""
